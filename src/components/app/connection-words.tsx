import { CloudOff, LoaderCircle, LogOut } from 'lucide';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { signInPath } from '~/components/account/return-path';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { ConnectionPhase } from '~/sync/state';

/** That messages do not flow, and what can be done about it. */
export function ConnectionWords({ phase }: { readonly phase: Exclude<ConnectionPhase, 'live'> }): ReactNode {
  const t = useTranslations('connection');
  switch (phase) {
    case 'connecting':
      return <Bar icon={<Icon of={LoaderCircle} className="size-4 animate-spin" />}>{t('connecting')}</Bar>;
    case 'reconnecting':
      return (
        <Bar icon={<Icon of={LoaderCircle} className="size-4 animate-spin" />} look="bg-warn-soft text-warn-text">
          {t('reconnecting')}
        </Bar>
      );
    case 'offline':
      return (
        <Bar icon={<Icon of={CloudOff} className="size-4" />} look="bg-warn-soft text-warn-text">
          {t('offline')}
        </Bar>
      );
    case 'signedOut':
      return (
        <Bar icon={<Icon of={LogOut} className="size-4" />} look="bg-danger-soft text-danger-text">
          <span>
            {t.rich('ended', {
              again: (words) => (
                <a href={signInPath(window.location.pathname)} className="font-semibold underline underline-offset-2">
                  {words}
                </a>
              ),
            })}
          </span>
        </Bar>
      );
  }
}

interface BarProps {
  readonly icon: ReactNode;
  readonly look?: string;
  readonly children: ReactNode;
}

function Bar({ icon, look = 'bg-panel text-muted', children }: BarProps) {
  return (
    <div className={classNames('flex items-center justify-center gap-2 px-3 py-1.5 text-center', look)}>
      <span aria-hidden className="shrink-0">
        {icon}
      </span>
      {children}
    </div>
  );
}
