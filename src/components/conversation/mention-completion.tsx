import { useTranslations } from 'use-intl/react';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { UserLine } from '~/components/people/user-line';
import type { User } from '~/contract/user';
import { type CompletionProps, OFFERED_MAX, Suggestions } from './suggestions';

/** The members of the conversation whose name begins with what was typed after the `@`. */
export default function MentionCompletion(props: CompletionProps) {
  return (
    <Requests>
      <Members {...props} />
    </Requests>
  );
}

function Members(props: CompletionProps) {
  const t = useTranslations('conversation');
  const { data } = trpc.conversation.get.useQuery({ conversationId: props.conversationId });
  const { query } = props.completable;
  const found = (data?.members ?? [])
    .map(({ user }) => user)
    .filter((user) => matches(user, query))
    .slice(0, OFFERED_MAX);
  const suggestions = found.map((user) => ({
    key: user.id,
    insertion: `@${user.username} `,
    line: <UserLine user={user} />,
  }));
  return <Suggestions {...props} label={t('members')} suggestions={suggestions} />;
}

/** The username, or a word of the name, begins with what was typed. */
function matches({ username, name }: User, query: string): boolean {
  return [username, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(query));
}
