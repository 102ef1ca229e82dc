import { CircleAlert, Clock } from 'lucide';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { AttachedIcon } from '~/components/media/attached-icon';
import { attachedWords } from '~/components/media/attached-words';
import { bdi } from '~/components/ui/bdi';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { Conversation } from '~/contract/conversation';
import { type Attached, attachedOf } from '~/contract/preview';
import { pendingOf } from '~/sync/selectors';
import type { OutboxItem } from '~/sync/state';
import { typingWords } from './typing-words';

interface PreviewLineProps {
  readonly conversation: Conversation;
  readonly selected: boolean;
}

/** One line: what this person has yet to send, else the last message. */
export function PreviewLine({ conversation, selected }: PreviewLineProps) {
  const message = useTranslations('message');
  const typingTexts = useTranslations('typing');
  const common = useTranslations('common');
  const t = useTranslations('sidebar');
  const draft = useSync((state) => state.drafts.get(conversation.id));
  const unsent = useSync((state) => pendingOf(state, conversation.id)).findLast(({ act }) => act.kind === 'message');
  const last = conversation.lastMessage;
  const meId = useSync((state) => state.me.id);
  const senderName = useSync((state) => (last ? state.users.get(last.senderId)?.name : undefined));

  const typing = useSync((state) => typingWords(state, conversation, { t: typingTexts, somebody: common('somebody') }));

  if (typing) return <span className="block truncate text-sm text-accent-text">{typing}</span>;
  if (draft && !selected && (draft.text.trim() !== '' || draft.files.length > 0)) {
    const lead = <span className="font-medium text-danger-text">{t('draft')}</span>;
    return <Line lead={lead} text={draft.text} attached={attachedOf(draft.files)} />;
  }
  if (unsent?.act.kind === 'message') {
    const { text, files } = unsent.act;
    return (
      <Line lead={<UnsentMark status={unsent.status} />} who={common('you')} text={text} attached={attachedOf(files)} />
    );
  }
  if (!last) return <Line text={t('noMessages')} />;
  if (last.deleted) return <Line text={message('deleted')} quiet />;
  const who = last.senderId === meId ? common('you') : conversation.kind === 'direct' ? null : firstName(senderName);
  return <Line who={who} text={last.text} attached={last.attached} />;
}

interface LineProps {
  readonly lead?: ReactNode;
  readonly who?: string | null;
  readonly text: string;
  /** Said with its icon; in words where there is no text. */
  readonly attached?: Attached | null;
  readonly quiet?: boolean;
}

function Line({ lead, who, text, attached, quiet }: LineProps) {
  const attachedTexts = useTranslations('attached');
  const t = useTranslations('sidebar');
  return (
    <span className={classNames('flex text-sm text-muted', quiet && 'italic')}>
      <span className="max-w-1/2 shrink-0 truncate whitespace-pre">
        {lead}
        {who && t.rich('said', { who, bdi })}
        {attached && <AttachedIcon kind={attached.kind} />}
      </span>
      {/* A box of its own: it loses its end, whichever way it is written. */}
      <bdi className="min-w-0 truncate">
        {text.trim() === '' && attached ? attachedWords(attachedTexts, attached) : text}
      </bdi>
    </span>
  );
}

function UnsentMark({ status }: { readonly status: OutboxItem['status'] }) {
  const t = useTranslations('message');
  const [icon, words, colour] =
    status === 'failed'
      ? ([CircleAlert, t('failed'), 'text-danger-text'] as const)
      : ([Clock, t('sending'), 'text-muted'] as const);
  return (
    <span className={colour}>
      <Icon of={icon} className="me-1 inline size-3.5 align-[-2px]" />
      <span className="sr-only">{words}. </span>
    </span>
  );
}

function firstName(name = ''): string | null {
  const words = name.split(/\s+/);
  return words.find((word) => /\p{L}/u.test(word)) ?? words[0] ?? null;
}
