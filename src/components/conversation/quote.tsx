import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { AttachedIcon } from '~/components/media/attached-icon';
import { wordsOf } from '~/components/media/attached-words';
import type { Entry, MessageRef } from '~/contract/entry';
import { attachedOf } from '~/contract/preview';
import type { Id } from '~/contract/primitives';
import type { Attachment } from '~/contract/upload';
import type { Say } from '~/i18n/say';
import { nameOf } from '~/sync/selectors';
import { shownMessage } from '~/sync/shown';

/** The entry of that number as it is now; asked for if it is not here. */
export function useQuoted(conversationId: Id, seq: number): Entry | undefined {
  const engine = useEngine();
  const entry = useSync((state) => shownMessage(state, conversationId, seq));
  const missing = entry === undefined;
  useEffect(() => {
    if (missing) engine.quote(conversationId, [seq]);
  }, [engine, conversationId, seq, missing]);
  return entry;
}

interface QuoteProps {
  readonly conversationId: Id;
  readonly target: MessageRef;
}

/** Who said or sent what, in a line each; says so when it is gone. */
export function Quote({ conversationId, target }: QuoteProps) {
  const common = useTranslations('common');
  const attachedTexts = useTranslations('attached');
  const t = useTranslations('message');
  const entry = useQuoted(conversationId, target.seq);
  const sender = useSync((state) => senderOf(state, entry, common));
  const attachments = entry?.kind === 'message' && !entry.deletedAt ? entry.attachments : NOTHING;
  const attached = attachedOf(attachments);
  const likeness = attachments[0]?.placeholder;
  return (
    <span className="flex min-w-0 items-center gap-2 border-s-3 border-accent-text ps-2 text-start text-note leading-snug">
      <span className="block min-w-0 flex-1">
        {sender !== '' && (
          <span className="flex font-semibold text-accent-text">
            <bdi className="truncate">{sender}</bdi>
          </span>
        )}
        <span dir="auto" className="block truncate text-muted">
          {attached && <AttachedIcon kind={attached.kind} />}
          {quoteWords(entry, { t, attached: attachedTexts })}
        </span>
      </span>
      {likeness && <img src={likeness} alt="" className="size-9 shrink-0 rounded-md object-cover" />}
    </span>
  );
}

const NOTHING: readonly Attachment[] = [];

function senderOf(state: Parameters<typeof shownMessage>[0], entry: Entry | undefined, common: Say<'common'>) {
  if (entry?.kind !== 'message') return '';
  return entry.senderId === state.me.id ? common('you') : nameOf(state, entry.senderId, common('somebody'));
}

interface QuoteSpeech {
  readonly t: Say<'message'>;
  readonly attached: Say<'attached'>;
}

/** The first line of what is quoted, or what it is. */
export function quoteWords(entry: Entry | undefined, { t, attached }: QuoteSpeech): string {
  if (entry === undefined) return '…';
  if (entry.kind !== 'message') return t('notAvailable');
  if (entry.deletedAt) return t('deleted');
  return firstLine(wordsOf(attached, entry));
}

/** Characters of a quote at most; no line shows more. */
const QUOTED_MAX = 200;

function firstLine(text: string): string {
  const line = text.split('\n', 20).find((one) => one.trim() !== '' && !one.startsWith('```'));
  return (line ?? text).slice(0, QUOTED_MAX);
}
