import { File, Image, Link } from 'lucide';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { Empty } from '~/components/ui/empty';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import type { MediaKind } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { FileList } from './file-list';
import { LinkList } from './link-list';
import { PictureWall } from './picture-wall';
import { useShared } from './use-shared';

const LOOKS = {
  media: { List: PictureWall, icon: Image, none: 'noMedia' },
  files: { List: FileList, icon: File, none: 'noFiles' },
  links: { List: LinkList, icon: Link, none: 'noLinks' },
} as const;

/** What was shared of one kind, newest first; the rest comes as one goes down. */
export default function Shared({ conversationId, kind }: { readonly conversationId: Id; readonly kind: MediaKind }) {
  const t = useTranslations('shared');
  const common = useTranslations('common');
  const shared = useShared(conversationId, kind);
  const { List, icon, none } = LOOKS[kind];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = shared;

  if (shared.isPending) return <Spinner label={t('loading')} />;
  if (shared.isError) {
    return (
      <Empty
        icon={<Icon of={icon} className="size-6" />}
        actions={<Button onClick={() => void shared.refetch()}>{common('retry')}</Button>}
      >
        <span role="alert">{t('failed')}</span>
      </Empty>
    );
  }
  const messages = shared.data.pages.flatMap((page) => page.messages);
  if (messages.length === 0) return <Empty icon={<Icon of={icon} className="size-6" />}>{t(none)}</Empty>;
  return (
    <div className="grid gap-4">
      <List messages={messages} />
      {hasNextPage && (
        <More busy={isFetchingNextPage} words={t('more')} onMore={() => void fetchNextPage({ cancelRefetch: false })} />
      )}
    </div>
  );
}

interface MoreProps {
  readonly busy: boolean;
  readonly words: string;
  readonly onMore: () => void;
}

/** Asks by itself when it comes into view, and when it is pressed. */
function More({ busy, words, onMore }: MoreProps) {
  const box = useRef<HTMLDivElement>(null);
  const ask = useRef(onMore);
  useEffect(() => {
    ask.current = onMore;
  });
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && ask.current());
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="grid justify-items-center">
      <Button busy={busy} onClick={onMore}>
        {words}
      </Button>
    </div>
  );
}
