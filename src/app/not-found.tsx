import type { Metadata } from 'next';
import { APP_NAME } from '~/components/app/app-name';
import { buttonLook } from '~/components/ui/button-look';
import { spoken } from './spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('fault'))('notFound')} · ${APP_NAME}` };
}

/** A whole page for an address that leads nowhere; made on the server, so that no other page carries it. */
export default async function NotFound() {
  const t = await spoken('fault');
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 bg-canvas p-6 text-center">
      <p className="text-5xl font-bold text-accent-text">404</p>
      <h1 className="text-xl font-semibold">{t('nothingHere')}</h1>
      <p className="text-muted">{t('mistyped')}</p>
      <a href="/" className={buttonLook('primary')}>
        {t('toConversations')}
      </a>
    </main>
  );
}
