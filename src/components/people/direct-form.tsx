import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation } from '~/contract/conversation';
import { PeoplePicker } from './people-picker';

/** The conversation with a person is found if there is one and made if there is not. */
export function DirectForm({ onOpened }: { readonly onOpened: (conversation: Conversation) => void }) {
  const t = useTranslations('people');
  const messageOf = useMessageOf();
  const open = trpc.conversation.openDirect.useMutation({ onSuccess: onOpened });
  return (
    <div className="grid min-h-56 content-start gap-3">
      <PeoplePicker autoFocus hint={t('hint')} onPick={(user) => open.mutate({ userId: user.id })} />
      {open.isPending && <Spinner label={t('opening')} />}
      <FormError message={open.isError ? messageOf(open.error) : undefined} />
    </div>
  );
}
