import { useTranslations } from 'use-intl/react';
import { Skeleton } from '~/components/ui/skeleton';

const BUBBLES = ['w-2/5', 'w-3/5 self-end bg-own', 'w-1/3', 'w-1/2', 'w-2/5 self-end bg-own', 'w-1/2'];

/** A conversation before it is known which. */
export function ConversationSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col">
      <div className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-5">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-4 w-40 rounded" />
      </div>
      <MessagesSkeleton />
    </div>
  );
}

export function MessagesSkeleton() {
  const t = useTranslations('conversation');
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col justify-end gap-3 overflow-hidden talk-column py-5">
      <span className="sr-only">{t('loading')}</span>
      {BUBBLES.map((look, index) => (
        <Skeleton key={index} className={`h-10 shrink-0 rounded-2xl ${look}`} />
      ))}
    </div>
  );
}
