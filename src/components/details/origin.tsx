import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { GoLink } from '~/components/app/go-link';
import { messagePath } from '~/components/app/navigation';
import type { MessageEntry } from '~/contract/entry';
import { nameOf } from '~/sync/selectors';

/** Who sent it and when; leads to where it was said. */
export function Origin({ message }: { readonly message: MessageEntry }) {
  const t = useTranslations('shared');
  const { exactTime, listTime } = useFormats();
  const { conversationId, senderId, seq, at } = message;
  const sender = useSync((state) => nameOf(state, senderId, ''));
  return (
    <GoLink
      href={messagePath(conversationId, seq)}
      title={t('show')}
      className="flex min-h-6 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-muted hover:text-ink hover:underline"
    >
      <span className="flex min-w-0">
        <bdi className="truncate">{sender}</bdi>
      </span>
      <span aria-hidden>·</span>
      <time dateTime={at} title={exactTime(at)} className="shrink-0">
        {listTime(at, Date.now())}
      </time>
      <span className="sr-only">{t('show')}</span>
    </GoLink>
  );
}
