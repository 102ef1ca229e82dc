import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeAttribute } from '~/components/account/theme';
import { TextsProvider } from '~/components/app/texts-provider';
import { compiledTexts } from '~/i18n/compiled';
import { directionOf, LOCALE_COOKIE, localeFor } from '~/i18n/locales';
import { CANVAS } from './colors';
import './globals.css';

export const metadata: Metadata = {
  title: 'Confab',
  description: 'Conversations that keep up.',
  appleWebApp: { capable: true, title: 'Confab', statusBarStyle: 'default' },
};

export async function generateViewport(): Promise<Viewport> {
  const theme = themeAttribute((await cookies()).get(THEME_COOKIE)?.value);
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    interactiveWidget: 'resizes-content',
    themeColor:
      theme === 'light' || theme === 'dark'
        ? CANVAS[theme]
        : [
            { media: '(prefers-color-scheme: light)', color: CANVAS.light },
            { media: '(prefers-color-scheme: dark)', color: CANVAS.dark },
          ],
  };
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const chosen = await cookies();
  const theme = themeAttribute(chosen.get(THEME_COOKIE)?.value);
  const locale = localeFor(chosen.get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme}>
      <body className="font-sans antialiased">
        <TextsProvider locale={locale} texts={compiledTexts(locale)}>
          {children}
        </TextsProvider>
      </body>
    </html>
  );
}
