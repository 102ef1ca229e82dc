import { Check, type IconNode, SendHorizontal } from 'lucide';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';

interface SideButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'className'> {
  readonly label: string;
  readonly icon: IconNode;
}

/** Does something with what is being written, beside it. */
export function SideButton({ label, icon, ...rest }: SideButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className="grid size-10 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
    >
      <Icon of={icon} className="size-5" />
    </button>
  );
}

interface SubmitButtonProps {
  readonly saves: boolean;
  readonly busy: boolean;
  readonly disabled: boolean;
}

export function SubmitButton({ saves, busy, disabled }: SubmitButtonProps) {
  const common = useTranslations('common');
  const t = useTranslations('conversation');
  const label = saves ? common('save') : t('send');
  return (
    <button
      type="submit"
      aria-label={label}
      title={label}
      aria-busy={busy || undefined}
      disabled={disabled}
      className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent text-on-accent transition-colors enabled:hover:bg-accent-strong disabled:bg-transparent disabled:text-muted"
    >
      {busy ? (
        <Spinner />
      ) : saves ? (
        <Icon of={Check} className="size-5" />
      ) : (
        <Icon of={SendHorizontal} className="size-5 rtl:-scale-x-100" />
      )}
    </button>
  );
}
