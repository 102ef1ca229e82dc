'use client';

import { Fault } from '~/components/app/fault';
import './globals.css';

/** Stands in for the root layout when that itself fails. */
export default function GlobalError({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>Something went wrong · Confab</title>
        <Fault onRetry={retry} />
      </body>
    </html>
  );
}
