import { APP_NAME } from '~/components/app/app-name';
import { buttonLook } from '~/components/ui/button-look';

export const metadata = { title: `Not found · ${APP_NAME}` };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 bg-canvas p-6 text-center">
      <p className="text-5xl font-bold text-accent-text">404</p>
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="text-muted">It may have been mistyped, or what was here is gone.</p>
      <a href="/" className={buttonLook('primary')}>
        To your conversations
      </a>
    </main>
  );
}
