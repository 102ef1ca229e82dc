import { SearchX } from 'lucide';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { GoLink } from '~/components/app/go-link';
import { conversationPath, goInstead, ROOMS } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { RetryNotice } from '~/components/app/retry-notice';
import { trpc } from '~/components/app/trpc';
import { usePageTitle } from '~/components/app/use-page-title';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';
import { Spinner } from '~/components/ui/spinner';
import type { Room } from '~/contract/conversation';
import { useJoinRoom } from './use-join-room';

/** Where a room's link leads: into it for its members, to an invitation for everybody else. */
export default function RoomScreen({ slug }: { readonly slug: string }) {
  return (
    <Requests>
      <Door slug={slug} />
    </Requests>
  );
}

function Door({ slug }: { readonly slug: string }) {
  const t = useTranslations('rooms');
  const joinedId = useSync((state) => [...state.conversations.values()].find((one) => one.slug === slug)?.id);
  const found = trpc.room.list.useQuery({ query: slug }, { enabled: joinedId === undefined });
  usePageTitle(`#${slug}`);

  useEffect(() => {
    if (joinedId) goInstead(conversationPath(joinedId));
  }, [joinedId]);

  if (joinedId || found.isPending) {
    return <Notice isPage title={`#${slug}`} icon={<Spinner label={t('loadingOne')} />} />;
  }
  if (found.isError) {
    return <RetryNotice isPage title={t('notLoadedOne')} error={found.error} onRetry={() => found.refetch()} />;
  }
  const room = found.data.rooms.find((one) => one.slug === slug);
  return room ? <Invitation room={room} /> : <Unknown slug={slug} />;
}

function Invitation({ room }: { readonly room: Room }) {
  const t = useTranslations('rooms');
  const messageOf = useMessageOf();
  const join = useJoinRoom();
  return (
    <section aria-label={room.name} className="m-auto grid max-w-sm justify-items-center gap-3 p-6 text-center">
      <Avatar id={room.id} name={room.name} url={room.avatarUrl} kind="room" size="large" />
      <h1 dir="auto" className="wrap-anything text-xl font-semibold">
        {room.name}
      </h1>
      <p className="text-muted">
        <bdi>#{room.slug}</bdi> · {t('members', { count: room.memberCount })}
      </p>
      <FormError message={join.isError ? messageOf(join.error) : undefined} />
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" busy={join.isPending} onClick={() => join.mutate({ slug: room.slug })}>
          {t('joinThis')}
        </Button>
        <GoLink href={ROOMS} className={buttonLook('plain')}>
          {t('all')}
        </GoLink>
      </div>
    </section>
  );
}

function Unknown({ slug }: { readonly slug: string }) {
  const t = useTranslations('rooms');
  return (
    <Notice
      isPage
      icon={<Icon of={SearchX} className="size-7" />}
      title={t('unknown', { slug })}
      actions={
        <GoLink href={ROOMS} className={buttonLook('primary')}>
          {t('find')}
        </GoLink>
      }
    />
  );
}
