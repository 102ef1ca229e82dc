import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { mintClientId } from '~/components/app/mint-client-id';
import { conversationPath, goTo } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { SearchField } from '~/components/ui/search-field';
import type { MessageEntry } from '~/contract/entry';
import { FORWARD_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { conversationList, titleOf } from '~/sync/selectors';
import { Quote } from './quote';

interface ForwardDialogProps {
  readonly message: MessageEntry;
  readonly onClose: () => void;
}

export default function ForwardDialog({ message, onClose }: ForwardDialogProps) {
  const t = useTranslations('message');
  return (
    <Dialog title={t('forwardTitle')} onClose={onClose}>
      <Requests>
        <Targets message={message} onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Targets({ message, onClose }: ForwardDialogProps) {
  const t = useTranslations('message');
  const messageOf = useMessageOf();
  const conversations = useSync(conversationList);
  const users = useSync((state) => state.users);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set());
  // One for the dialog, so that sending again after a failure finds what the first attempt made.
  const [clientId] = useState(mintClientId);
  const forward = trpc.message.forward.useMutation();
  const wanted = query.trim().toLowerCase();
  const offered = conversations
    .map((conversation) => ({ conversation, title: titleOf({ users }, conversation) }))
    .filter(({ conversation, title }) => !conversation.blocked && title.toLowerCase().includes(wanted));
  const full = chosen.size >= FORWARD_MAX;

  function toggle(id: Id) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  async function send() {
    const toConversationIds = [...chosen];
    await forward.mutateAsync({
      conversationId: message.conversationId,
      messageId: message.id,
      toConversationIds,
      clientId,
    });
    onClose();
    if (toConversationIds.length === 1) goTo(conversationPath(toConversationIds[0]!));
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        // What went wrong stands in the dialog.
        send().catch(() => {});
      }}
    >
      <Quote conversationId={message.conversationId} target={message} />
      <SearchField
        label={t('findConversations')}
        placeholder={t('findConversations')}
        value={query}
        onSearch={setQuery}
        className="ps-9"
      />
      <ul aria-label={t('conversations')} className="scroll-region -mx-2 grid max-h-80">
        {offered.map(({ conversation, title }) => (
          <li key={conversation.id}>
            <label className="flex min-h-12 cursor-pointer items-center gap-3 rounded-lg px-2 hover:bg-hover has-checked:bg-accent-soft">
              <ConversationAvatar conversation={conversation} title={title} size="small" />
              <span className="flex min-w-0 flex-1 text-sm font-medium">
                <bdi className="truncate">{title}</bdi>
              </span>
              <input
                type="checkbox"
                checked={chosen.has(conversation.id)}
                disabled={full && !chosen.has(conversation.id)}
                onChange={() => toggle(conversation.id)}
                className="size-4 accent-accent"
              />
            </label>
          </li>
        ))}
      </ul>
      {offered.length === 0 && <p className="text-sm text-muted">{t('noneCalled')}</p>}
      {full && <p className="text-sm text-muted">{t('forwardMax', { count: FORWARD_MAX })}</p>}
      <FormError message={forward.error ? messageOf(forward.error) : undefined} />
      <Button type="submit" look="primary" busy={forward.isPending} disabled={chosen.size === 0}>
        {t('forward')}
      </Button>
    </form>
  );
}
