import { Pin } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { GoLink } from '~/components/app/go-link';
import { messagePath } from '~/components/app/navigation';
import { Quote } from '~/components/conversation/quote';
import { Empty } from '~/components/ui/empty';
import { Icon } from '~/components/ui/icon';
import type { Conversation } from '~/contract/conversation';

/** What was pinned, newest first; each leads to its message. */
export default function PinList({ conversation: { id, pins } }: { readonly conversation: Conversation }) {
  const t = useTranslations('shared');
  if (pins.length === 0) return <Empty icon={<Icon of={Pin} className="size-6" />}>{t('noPins')}</Empty>;
  return (
    <ul className="-mx-2 grid gap-1">
      {pins.map((target) => (
        <li key={target.id}>
          <GoLink
            href={messagePath(id, target.seq)}
            title={t('show')}
            className="block rounded-lg px-2 py-1.5 hover:bg-hover"
          >
            <Quote conversationId={id} target={target} />
          </GoLink>
        </li>
      ))}
    </ul>
  );
}
