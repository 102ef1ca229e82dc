import { OnlineDot } from '~/components/people/online-dot';
import { Avatar } from '~/components/ui/avatar';
import type { Conversation } from '~/contract/conversation';
import { useSync } from './engine-context';

interface ConversationAvatarProps {
  readonly conversation: Conversation;
  readonly title: string;
  readonly size?: 'small' | 'medium' | 'large';
}

export function ConversationAvatar({ conversation, title, size = 'medium' }: ConversationAvatarProps) {
  const { kind, peer, id, avatarUrl } = conversation;
  const peerUrl = useSync((state) => (peer ? (state.users.get(peer.id) ?? peer).avatarUrl : null));
  if (kind === 'direct') {
    return (
      <span className="relative inline-grid shrink-0">
        <Avatar id={peer?.id ?? id} name={peer?.name ?? title} url={peerUrl} size={size} />
        <OnlineDot userId={peer?.id} />
      </span>
    );
  }
  return <Avatar id={id} name={title} url={avatarUrl} kind={kind} size={size} />;
}
