import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '~/components/app/error-words';
import { goTo, HOME } from '~/components/app/navigation';
import { useLeaveRoom } from '~/components/rooms/use-leave-room';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';

export function LeaveRoom({ slug, title }: { readonly slug: string; readonly title: string }) {
  const [asking, setAsking] = useState(false);
  const leave = useLeaveRoom(() => goTo(HOME));
  return (
    <div>
      <Button look="wary" onClick={() => setAsking(true)} className="w-full">
        <LogOut aria-hidden className="size-4" />
        Leave room
      </Button>
      {asking && (
        <Dialog title={`Leave ${title}?`} onClose={() => setAsking(false)}>
          <p className="text-muted">You can come back whenever you like. Those present see that you have left.</p>
          <FormError message={leave.isError ? messageOf(leave.error) : undefined} />
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Stay</Button>
            <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate({ slug })}>
              Leave
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
