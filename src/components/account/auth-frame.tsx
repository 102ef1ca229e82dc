'use client';

import { type ReactNode, useEffect } from 'react';
import { APP_NAME } from '~/components/app/app-name';
import { Logo } from '~/components/app/logo';
import { PublicRequests } from '~/components/app/requests';
import { LanguageSelect } from './language-select';

/** Around the pages for those who are not signed in. */
export function AuthFrame({ children }: { readonly children: ReactNode }) {
  // Whoever was signed in here is not any more: what this device could show of their conversations goes.
  useEffect(() => void import('~/components/install/forget-history').then(({ forgetHistory }) => forgetHistory()), []);
  return (
    <PublicRequests>
      <main className="grid min-h-dvh content-center justify-items-center bg-panel px-4 py-8">
        <div className="mb-6 flex items-center gap-3">
          <Logo className="size-10" />
          <span className="text-2xl font-bold tracking-tight">{APP_NAME}</span>
        </div>
        <div className="w-full max-w-100 rounded-2xl border border-line bg-canvas p-5 shadow-sm sm:p-7">{children}</div>
        <div className="mt-6 w-full max-w-60">
          <LanguageSelect />
        </div>
      </main>
    </PublicRequests>
  );
}
