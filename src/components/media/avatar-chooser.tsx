import { Camera, Trash2 } from 'lucide';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { FileChooser, type FileChooserHandle } from './file-chooser';
import type { AvatarChoice } from './use-avatar-choice';

interface AvatarChooserProps {
  readonly choice: AvatarChoice;
  /** Of the picture there is now. */
  readonly currentUrl: string | null;
  /** Shows whose it is with that picture, or without one. */
  readonly children: (url: string | null) => ReactNode;
}

/** Shows what the picture will be, and lets one choose another or none. */
export function AvatarChooser({ choice, currentUrl, children }: AvatarChooserProps) {
  const t = useTranslations('media');
  const { change, unreadable } = choice;
  const chooser = useRef<FileChooserHandle>(null);
  const chooseButton = useRef<HTMLButtonElement>(null);
  const url = change.kind === 'keep' ? currentUrl : change.kind === 'new' ? change.url : null;
  return (
    <div className="grid justify-items-center gap-3">
      {children(url)}
      <div className="flex flex-wrap justify-center gap-2">
        <Button ref={chooseButton} onClick={() => chooser.current?.open()}>
          <Icon of={Camera} className="size-4" />
          {url ? t('changePicture') : t('choosePicture')}
        </Button>
        {url && (
          <Button
            look="wary"
            onClick={() => {
              choice.remove();
              chooseButton.current?.focus();
            }}
          >
            <Icon of={Trash2} className="size-4" />
            {t('removePicture')}
          </Button>
        )}
      </div>
      <FileChooser ref={chooser} accept="image/*" multiple={false} onChoose={choice.choose} />
      <FormError message={unreadable === null ? undefined : t('notAPicture', { name: unreadable })} />
    </div>
  );
}
