import { DoorClosed } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { GoLink } from '~/components/app/go-link';
import { HOME, roomPath } from '~/components/app/navigation';
import { buttonLook } from '~/components/ui/button-look';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';
import type { Conversation } from '~/contract/conversation';

/** In the place of messages and composer, for who was reading when the membership ended. */
export default function NoLongerMember({ conversation: { kind, slug } }: { readonly conversation: Conversation }) {
  const t = useTranslations('conversation');
  return (
    <Notice
      role="alert"
      icon={<Icon of={DoorClosed} className="size-7" />}
      title={t('noLonger', { kind })}
      actions={
        <>
          {slug && (
            <GoLink href={roomPath(slug)} className={buttonLook('primary')}>
              {t('joinAgain')}
            </GoLink>
          )}
          <GoLink href={HOME} className={buttonLook('plain')}>
            {t('yours')}
          </GoLink>
        </>
      }
    >
      {kind === 'group' ? t('addedAgain') : t('outOfReach')}
    </Notice>
  );
}
