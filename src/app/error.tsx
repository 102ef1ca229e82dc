'use client';

import { Fault } from '~/components/app/fault';

export default function ErrorPage({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return <Fault onRetry={retry} />;
}
