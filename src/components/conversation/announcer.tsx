import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import type { Entry, MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { systemClock } from '~/sync/clock';
import { nameOf } from '~/sync/selectors';
import { type Announcement, createAnnouncements } from './announcements';

/** Characters of one message that are read out. */
const WORDS_MAX = 200;

interface AnnouncerProps {
  /** In the order of their numbers. */
  readonly entries: readonly Entry[];
  readonly upTo: number;
  /** What was there already when the conversation was opened is not read out. */
  readonly since: number;
}

/**
 * The one place where a screen reader hears of messages: of each that others write once, when it arrives, or of their
 * number when many came at once. Edits, deletions and older pages make no sound, as long as it can be read where they are.
 */
export function Announcer({ entries, upTo, since }: AnnouncerProps) {
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const t = useTranslations('announcements');
  const told = useRef(since);
  /** The number tells equal words apart, which would not be heard twice otherwise. */
  const [said, setSaid] = useState({ number: 0, words: '' });

  function wordsFor(message: MessageEntry): string {
    const name = nameOf(engine.getState(), message.senderId);
    if (message.deletedAt) return t('deleted', { name });
    const written = message.text.trim().slice(0, WORDS_MAX);
    const attached = message.attachments.length > 0 ? t('attached', { count: message.attachments.length }) : '';
    return t('message', { name, words: [written, attached].filter(Boolean).join(', ') });
  }

  function inWords(announcement: Announcement<MessageEntry>): string {
    if (announcement.kind === 'read') return announcement.messages.map(wordsFor).join('\n');
    const { count, mentions } = announcement;
    return mentions > 0 ? t('mentioned', { count, mentions }) : t('counted', { count });
  }

  const say = useRef(inWords);
  useEffect(() => {
    say.current = inWords;
  });

  const announcements = useRef<ReturnType<typeof createAnnouncements<MessageEntry>> | null>(null);
  useEffect(() => {
    const made = createAnnouncements<MessageEntry>({
      clock: systemClock,
      mentions: (message) => message.mentions.includes(meId),
      announce: (one) => setSaid(({ number }) => ({ number: number + 1, words: say.current(one) })),
    });
    announcements.current = made;
    const look = () => made.setAway(document.hidden);
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      made.stop();
    };
  }, [meId]);

  useEffect(() => {
    const news = newsOf(entries, told.current, meId);
    told.current = Math.max(told.current, upTo);
    if (news.length > 0) announcements.current?.arrived(news);
  }, [entries, upTo, meId]);

  return (
    <div role="status" className="sr-only">
      <p key={said.number} dir="auto" className="whitespace-pre-line">
        {said.words}
      </p>
    </div>
  );
}

/** Messages of others with a higher number. */
function newsOf(entries: readonly Entry[], since: number, meId: Id): MessageEntry[] {
  const start = entries.findLastIndex(({ seq }) => seq <= since) + 1;
  return entries
    .slice(start)
    .filter((entry): entry is MessageEntry => entry.kind === 'message' && entry.senderId !== meId);
}
