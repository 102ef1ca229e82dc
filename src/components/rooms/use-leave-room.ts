import { trpc } from '~/components/app/trpc';
import { useRefreshRooms } from './use-rooms';

/**
 * The feed takes the room out of the list of conversations, perhaps before the answer comes: `onLeft` is called also
 * when whoever asked is not on the screen any more.
 */
export function useLeaveRoom(onLeft?: () => void) {
  const refreshRooms = useRefreshRooms();
  return trpc.room.leave.useMutation({
    onSuccess() {
      refreshRooms();
      onLeft?.();
    },
  });
}
