import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import type { AdminConversation, AdminConversationDetail } from '~/contract/admin';
import { Badge } from './badge';
import { Choice } from './choice';
import { Confirm } from './confirm';
import { Waiting } from './listed';
import { useRoomTitle } from './rooms-tab';

const DAYS = [1, 7, 14, 30, 90, 180, 365, 730];

interface RoomDialogProps {
  readonly room: AdminConversation;
  readonly onClose: () => void;
}

/** One conversation: who owns it, and how long it keeps what is said. */
export function RoomDialog({ room, onClose }: RoomDialogProps) {
  const title = useRoomTitle()(room);
  const detail = trpc.admin.conversation.useQuery({ conversationId: room.id });
  return (
    <Dialog title={title} onClose={onClose}>
      {detail.data ? (
        <div className="grid gap-6">
          <Retention room={detail.data} />
          <Members room={detail.data} />
        </div>
      ) : (
        <Waiting isPending={detail.isPending} error={detail.error} refetch={detail.refetch} />
      )}
    </Dialog>
  );
}

function Retention({ room }: { readonly room: AdminConversationDetail }) {
  const t = useTranslations('admin');
  const utils = trpc.useUtils();
  const set = trpc.admin.setRetention.useMutation({ onSuccess: () => utils.admin.invalidate() });
  const present = String(room.retentionBound ?? 'default');
  const [chosen, setChosen] = useState(present);
  const options = [...new Set([...DAYS, room.retentionBound ?? 0])].filter((days) => days > 0).sort((a, b) => a - b);
  return (
    <section className="grid gap-3">
      <Choice
        label={t('keep')}
        value={chosen}
        options={[
          ['default', t('asEverywhere')],
          ...options.map((days) => [String(days), t('days', { days })] as const),
          ['0', t('forGood')],
        ]}
        onChoose={setChosen}
      />
      {chosen !== present && (
        <Confirm
          action={t('save')}
          dangerous={chosen !== '0'}
          onConfirm={(reason) =>
            set.mutateAsync({
              conversationId: room.id,
              days: chosen === 'default' ? null : Number(chosen),
              ...(reason !== undefined && { reason }),
            })
          }
          onCancel={() => setChosen(present)}
        >
          {t('keepHint')}
        </Confirm>
      )}
    </section>
  );
}

function Members({ room }: { readonly room: AdminConversationDetail }) {
  const t = useTranslations('admin');
  const messageOf = useMessageOf();
  const utils = trpc.useUtils();
  const setOwner = trpc.admin.setOwner.useMutation({ onSuccess: () => utils.admin.invalidate() });
  return (
    <section aria-label={t('members')} className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('members')}</h3>
      {setOwner.isError && <FormError message={messageOf(setOwner.error)} />}
      <ul className="divide-y divide-line rounded-xl border border-line">
        {room.members.map(({ user, role }) => (
          <li key={user.id} className="flex min-h-12 flex-wrap items-center gap-2 p-2">
            <span className="wrap-anything min-w-0 flex-1 text-sm">
              <bdi>{user.name}</bdi>
            </span>
            {role === 'owner' ? (
              <Badge>{t('owner')}</Badge>
            ) : (
              room.kind !== 'direct' && (
                <Button
                  busy={setOwner.isPending && setOwner.variables.userId === user.id}
                  onClick={() => setOwner.mutate({ conversationId: room.id, userId: user.id })}
                >
                  {t('makeOwner')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
