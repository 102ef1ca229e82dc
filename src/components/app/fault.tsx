import { Button } from '~/components/ui/button';

/** A whole page that could not be shown. */
export function Fault({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">Something went wrong</h1>
      <p className="text-muted">The page could not be shown. What you have written is kept on this device.</p>
      <Button look="primary" onClick={onRetry}>
        Try again
      </Button>
    </main>
  );
}
