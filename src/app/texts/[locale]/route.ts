import { compiledTexts } from '~/i18n/compiled';
import { isLocale } from '~/i18n/locales';

/** The texts of a language, for a page that switches to it. */
export async function GET(_: Request, { params }: { readonly params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response('There is no such language.', { status: 404 });
  return Response.json(compiledTexts(locale), { headers: { 'Cache-Control': 'no-cache' } });
}
