import { buttonLook } from '~/components/ui/button-look';

/** A whole page that could not be shown. Every page brings it along, so it needs next to nothing. */
export function Fault({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">Something went wrong</h1>
      <p className="text-muted">The page could not be shown. What you have written is kept on this device.</p>
      <button type="button" onClick={onRetry} className={buttonLook('primary')}>
        Try again
      </button>
    </main>
  );
}
