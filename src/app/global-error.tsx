'use client';

import { IntlProvider } from 'use-intl/react';
import { APP_NAME } from '~/components/app/app-name';
import { Fault } from '~/components/app/fault';
import common from '~/i18n/en/common';
import fault from '~/i18n/en/fault';
import './globals.css';

/** Stands in for the root layout when that itself fails; without it nobody knows the person's language. */
export default function GlobalError({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>{`${fault.title} · ${APP_NAME}`}</title>
        <IntlProvider locale="en" messages={{ common, fault } as never}>
          <Fault onRetry={retry} />
        </IntlProvider>
      </body>
    </html>
  );
}
