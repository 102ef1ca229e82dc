import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeAttribute } from '~/components/account/theme';
import './globals.css';

export const metadata: Metadata = { title: 'Confab', description: 'Conversations that keep up.' };

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = themeAttribute((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
