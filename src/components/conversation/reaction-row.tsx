import { useSync } from '~/components/app/engine-context';
import type { Reaction } from '~/contract/entry';

export function ReactionRow({ reactions }: { readonly reactions: readonly Reaction[] }) {
  return (
    <ul aria-label="Reactions" className="flex flex-wrap gap-1 pt-1">
      {reactions.map((reaction) => (
        <ReactionCount key={reaction.emoji} reaction={reaction} />
      ))}
    </ul>
  );
}

function ReactionCount({ reaction: { emoji, userIds } }: { readonly reaction: Reaction }) {
  const names = useSync(({ me, users }) =>
    userIds.map((userId) => (userId === me.id ? 'You' : (users.get(userId)?.name ?? 'Somebody'))).join(', '),
  );
  return (
    <li title={names} className="rounded-full border border-line bg-raised px-2 py-0.5 text-sm">
      {emoji} <span className="text-xs text-muted">{userIds.length}</span>
    </li>
  );
}
