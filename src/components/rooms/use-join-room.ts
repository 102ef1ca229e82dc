import { useEngine } from '~/components/app/engine-context';
import { conversationPath, goTo } from '~/components/app/navigation';
import { trpc } from '~/components/app/trpc';
import { useRefreshRooms } from './use-rooms';

/** Joins, and goes in. */
export function useJoinRoom() {
  const engine = useEngine();
  const refreshRooms = useRefreshRooms();
  return trpc.room.join.useMutation({
    onSuccess(conversation) {
      engine.adopt(conversation);
      goTo(conversationPath(conversation.id));
      refreshRooms();
    },
  });
}
