import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { wordsOf } from '~/components/media/attached-words';
import type { Entry, MessageEntry } from '~/contract/entry';

/** Characters of one message that are read out. */
const READ_MAX = 200;
/** More at once than this are counted, not read. */
const READ_MESSAGES = 3;

interface AnnouncerProps {
  readonly entries: readonly Entry[];
  readonly upTo: number;
  readonly meId: string;
}

/** Tells a screen reader about each message of others once, when it arrives; what was there before is not read out. */
export function Announcer({ entries, upTo, meId }: AnnouncerProps) {
  const attached = useTranslations('attached');
  const t = useTranslations('conversation');
  const users = useSync((state) => state.users);
  const told = useRef(upTo);
  const [words, setWords] = useState('');

  useEffect(() => {
    const news = entries
      .slice(-Math.max(0, upTo - told.current) || entries.length)
      .filter((entry) => entry.seq > told.current)
      .filter((entry): entry is MessageEntry => entry.kind === 'message' && entry.senderId !== meId);
    told.current = upTo;
    if (news.length > READ_MESSAGES) setWords(t('newCount', { count: news.length }));
    else if (news.length > 0) {
      setWords(
        news
          .map((entry) =>
            t('said', {
              name: users.get(entry.senderId)?.name ?? '',
              words: wordsOf(attached, entry).slice(0, READ_MAX),
            }),
          )
          .join('. '),
      );
    }
  }, [entries, upTo, meId, users, t, attached]);

  return (
    <p role="status" data-testid="announcer" className="sr-only">
      {words}
    </p>
  );
}
