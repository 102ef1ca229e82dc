import { messageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation } from '~/contract/conversation';
import { PeoplePicker } from './people-picker';

/** The conversation with a person is found if there is one and made if there is not. */
export function DirectForm({ onOpened }: { readonly onOpened: (conversation: Conversation) => void }) {
  const open = trpc.conversation.openDirect.useMutation({ onSuccess: onOpened });
  return (
    <div className="grid min-h-56 content-start gap-3">
      <PeoplePicker
        autoFocus
        hint="Type the name or the username of whom you want to write to."
        onPick={(user) => open.mutate({ userId: user.id })}
      />
      {open.isPending && <Spinner label="Opening" />}
      <FormError message={open.isError ? messageOf(open.error) : undefined} />
    </div>
  );
}
