import { DoorClosed } from 'lucide-react';
import { GoLink } from '~/components/app/go-link';
import { HOME, roomPath } from '~/components/app/navigation';
import { buttonLook } from '~/components/ui/button-look';
import { Notice } from '~/components/ui/notice';
import type { Conversation } from '~/contract/conversation';

/** In the place of messages and composer, for who was reading when the membership ended. */
export default function NoLongerMember({ conversation: { kind, slug } }: { readonly conversation: Conversation }) {
  const what = kind === 'room' ? 'room' : kind === 'group' ? 'group' : 'conversation';
  return (
    <Notice
      role="alert"
      icon={<DoorClosed aria-hidden className="size-7" />}
      title={`You are no longer a member of this ${what}`}
      actions={
        <>
          {slug && (
            <GoLink href={roomPath(slug)} className={buttonLook('primary')}>
              Join again
            </GoLink>
          )}
          <GoLink href={HOME} className={buttonLook('plain')}>
            Your conversations
          </GoLink>
        </>
      }
    >
      {kind === 'group'
        ? 'Somebody in the group can add you again.'
        : 'What is said there now does not reach you, and you cannot write there.'}
    </Notice>
  );
}
