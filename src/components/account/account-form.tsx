import type { FormEvent, ReactNode } from 'react';
import { useHydrated } from '~/components/app/use-hydrated';
import { Button } from '~/components/ui/button';

interface AccountFormProps {
  /** On the button. */
  readonly action: string;
  readonly busy: boolean;
  readonly onSubmit: (form: HTMLFormElement) => Promise<void>;
  readonly children: ReactNode;
}

/**
 * A form with a password in it. It cannot be sent before the page works: the browser alone would put what was typed
 * into the address, where histories and logs keep it.
 */
export function AccountForm({ action, busy, onSubmit, children }: AccountFormProps) {
  const hydrated = useHydrated();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void onSubmit(event.currentTarget);
  }

  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {children}
      <Button type="submit" look="primary" busy={busy} disabled={!hydrated} className="min-h-11">
        {action}
      </Button>
    </form>
  );
}
