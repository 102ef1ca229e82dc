import { MessageCirclePlus } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { GoLink } from '~/components/app/go-link';
import { ROOMS } from '~/components/app/navigation';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';

/** In the place of the conversations, while there are none. */
export function NoConversations({ onNew }: { readonly onNew: () => void }) {
  const t = useTranslations('sidebar');
  return (
    <Notice
      icon={<Icon of={MessageCirclePlus} className="size-7" />}
      title={t('empty')}
      actions={
        <>
          <Button look="primary" onClick={onNew}>
            {t('start')}
          </Button>
          <GoLink href={ROOMS} className={buttonLook('plain')}>
            {t('findRooms')}
          </GoLink>
        </>
      }
    >
      {t('emptyHint')}
    </Notice>
  );
}
