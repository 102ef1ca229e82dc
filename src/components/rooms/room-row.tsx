import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { GoLink } from '~/components/app/go-link';
import { conversationPath } from '~/components/app/navigation';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { FormError } from '~/components/ui/form-error';
import type { Room } from '~/contract/conversation';
import { useJoinRoom } from './use-join-room';
import { useLeaveRoom } from './use-leave-room';

export function RoomRow({ room }: { readonly room: Room }) {
  const t = useTranslations('rooms');
  const messageOf = useMessageOf();
  // The live list knows first: a room joined or left on another device changes here too.
  const joined = useSync((state) => state.conversations.has(room.id));
  const join = useJoinRoom();
  const leave = useLeaveRoom();
  const error = join.error ?? leave.error;
  const memberCount = useSync((state) => state.conversations.get(room.id)?.memberCount) ?? room.memberCount;

  return (
    <li className="grid gap-2 rounded-xl px-2 py-2 hover:bg-panel">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Avatar id={room.id} name={room.name} url={room.avatarUrl} kind="room" />
        <div className="min-w-32 flex-1 leading-tight">
          <h2 className="wrap-anything font-semibold">
            <bdi>{room.name}</bdi>
          </h2>
          <p className="wrap-anything text-note text-muted">
            <bdi>#{room.slug}</bdi> · {t('members', { count: memberCount })}
          </p>
        </div>
        {joined ? (
          <div className="flex gap-2">
            <Button
              busy={leave.isPending}
              aria-label={t('leaveNamed', { name: room.name })}
              onClick={() => leave.mutate({ slug: room.slug })}
            >
              {t('leave')}
            </Button>
            <GoLink
              href={conversationPath(room.id)}
              aria-label={t('openNamed', { name: room.name })}
              className={buttonLook('plain')}
            >
              {t('open')}
            </GoLink>
          </div>
        ) : (
          <Button
            look="primary"
            busy={join.isPending}
            aria-label={t('joinNamed', { name: room.name })}
            onClick={() => join.mutate({ slug: room.slug })}
          >
            {t('join')}
          </Button>
        )}
      </div>
      {error && <FormError message={messageOf(error)} />}
    </li>
  );
}
