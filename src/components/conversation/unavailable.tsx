import { MessageCircleOff } from 'lucide-react';
import { GoLink } from '~/components/app/go-link';
import { HOME, ROOMS } from '~/components/app/navigation';
import { usePageTitle } from '~/components/app/use-page-title';
import { buttonLook } from '~/components/ui/button-look';
import { Notice } from '~/components/ui/notice';

/** In the place of a conversation that is none, or none of this person's. */
export default function Unavailable() {
  usePageTitle('Not available');
  return (
    <Notice
      icon={<MessageCircleOff aria-hidden className="size-7" />}
      title="This conversation is not available to you"
      actions={
        <>
          <GoLink href={HOME} className={buttonLook('primary')}>
            Your conversations
          </GoLink>
          <GoLink href={ROOMS} className={buttonLook('plain')}>
            Find rooms
          </GoLink>
        </>
      }
    >
      You may have left it, or the address is not right.
    </Notice>
  );
}
