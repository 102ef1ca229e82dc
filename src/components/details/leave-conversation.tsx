import { LogOut } from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { conversationPath, goTo, HOME } from '~/components/app/navigation';
import { proceduresFor } from '~/components/app/procedures';
import { useToast } from '~/components/app/toasts';
import { trpc } from '~/components/app/trpc';
import { useRefreshRooms } from '~/components/rooms/use-rooms';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import type { Conversation } from '~/contract/conversation';

interface LeaveConversationProps {
  readonly conversation: Conversation;
  readonly title: string;
}

export function LeaveConversation({ conversation, title }: LeaveConversationProps) {
  const { id, kind, role, slug } = conversation;
  const t = useTranslations('details');
  const toasts = useTranslations('toast');
  const messageOf = useMessageOf();
  const toast = useToast();
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const [asking, setAsking] = useState(false);
  const refreshRooms = useRefreshRooms();
  /** Whoever was more than a member comes back as a member: that is no way back. */
  async function comeBack() {
    try {
      engine.adopt(await proceduresFor(meId).room.join.mutate({ slug: slug! }));
      goTo(conversationPath(id));
    } catch (error) {
      toast({ words: messageOf(error) });
    }
  }

  const leave = trpc.conversation.leave.useMutation({
    onSuccess() {
      refreshRooms();
      goTo(HOME);
      toast({ words: toasts('left', { title }), ...(slug && role === 'member' && { undo: () => void comeBack() }) });
    },
  });
  return (
    <div>
      <Button look="wary" onClick={() => setAsking(true)} className="w-full">
        <Icon of={LogOut} className="size-4 rtl:-scale-x-100" />
        {kind === 'room' ? t('leaveRoom') : t('leaveGroup')}
      </Button>
      {asking && (
        <Dialog title={t('leaveTitle', { title })} onClose={() => setAsking(false)}>
          <p className="text-muted">{kind === 'room' ? t('leavesRoom') : t('leavesGroup')}</p>
          <FormError message={leave.isError ? messageOf(leave.error) : undefined} />
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>{t('stay')}</Button>
            <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate({ conversationId: id })}>
              {t('leave')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
