import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeAttribute } from '~/components/account/theme';
import { APP_NAME } from '~/components/app/app-name';
import { TextsProvider } from '~/components/app/texts-provider';
import { commonTexts } from '~/i18n/compiled';
import { directionOf } from '~/i18n/locales';
import { CANVAS } from './colors';
import { spoken, spokenLocale } from './spoken';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: APP_NAME,
    description: (await spoken('signIn'))('description'),
    appleWebApp: { capable: true, title: APP_NAME, statusBarStyle: 'default' },
  };
}

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
  const locale = await spokenLocale();
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme}>
      <body className="font-sans antialiased">
        <TextsProvider locale={locale} texts={commonTexts(locale)}>
          {children}
        </TextsProvider>
      </body>
    </html>
  );
}
