import { MessageCircleOff } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { GoLink } from '~/components/app/go-link';
import { HOME, ROOMS } from '~/components/app/navigation';
import { usePageTitle } from '~/components/app/use-page-title';
import { buttonLook } from '~/components/ui/button-look';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';

/** In the place of a conversation that is none, or none of this person's. */
export default function Unavailable() {
  const t = useTranslations('conversation');
  usePageTitle(t('notAvailable'));
  return (
    <Notice
      isPage
      icon={<Icon of={MessageCircleOff} className="size-7" />}
      title={t('notForYou')}
      actions={
        <>
          <GoLink href={HOME} className={buttonLook('primary')}>
            {t('yours')}
          </GoLink>
          <GoLink href={ROOMS} className={buttonLook('plain')}>
            {t('findRooms')}
          </GoLink>
        </>
      }
    >
      {t('mayHaveLeft')}
    </Notice>
  );
}
