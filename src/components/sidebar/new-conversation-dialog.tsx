import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { conversationPath, goTo } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { DirectForm } from '~/components/people/direct-form';
import { GroupForm } from '~/components/people/group-form';
import { RoomForm } from '~/components/rooms/room-form';
import { Dialog } from '~/components/ui/dialog';
import { Tabs } from '~/components/ui/tabs';
import type { Conversation } from '~/contract/conversation';

interface NewConversationDialogProps {
  /** What it begins with. */
  readonly kind?: (typeof KINDS)[number];
  readonly onClose: () => void;
}

const KINDS = ['person', 'group', 'room'] as const;

export default function NewConversationDialog({ kind = 'person', onClose }: NewConversationDialogProps) {
  const t = useTranslations('sidebar');
  const engine = useEngine();

  function open(conversation: Conversation) {
    engine.adopt(conversation);
    onClose();
    goTo(conversationPath(conversation.id));
  }

  return (
    <Dialog title={t('newConversation')} onClose={onClose}>
      <Requests>
        <Tabs
          initial={KINDS.indexOf(kind)}
          label={t('kinds')}
          tabs={[
            { label: t('person'), content: <DirectForm onOpened={open} /> },
            { label: t('group'), content: <GroupForm onCreated={open} /> },
            { label: t('room'), content: <RoomForm onCreated={open} onLeave={onClose} /> },
          ]}
        />
      </Requests>
    </Dialog>
  );
}
