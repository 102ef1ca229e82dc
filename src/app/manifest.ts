import type { MetadataRoute } from 'next';
import { headers } from 'next/headers';
import { APP_NAME } from '~/components/app/app-name';
import { compiledTexts } from '~/i18n/compiled';
import { directionOf, localeFor } from '~/i18n/locales';
import type { Texts } from '~/i18n/texts';
import { CANVAS } from './colors';

const icon = (name: string, size: number, purpose: 'any' | 'maskable') => ({
  src: `/icons/${name}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

/** What a browser needs to install Confab as an application. It comes without cookies, so the browser's language decides. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const locale = localeFor(undefined, (await headers()).get('accept-language'));
  // Messages without parameters are the same compiled.
  const words = compiledTexts(locale).install as Texts['install'];
  return {
    id: '/',
    name: APP_NAME,
    short_name: APP_NAME,
    description: words.description,
    lang: locale,
    dir: directionOf(locale),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: CANVAS.light,
    theme_color: CANVAS.light,
    categories: ['social', 'communication'],
    icons: [
      icon('icon', 192, 'any'),
      icon('icon', 512, 'any'),
      icon('maskable', 192, 'maskable'),
      icon('maskable', 512, 'maskable'),
    ],
    shortcuts: [
      { name: words.rooms, url: '/rooms' },
      { name: words.search, url: '/search' },
    ],
  };
}
