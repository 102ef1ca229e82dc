import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { signInPath } from '~/components/account/return-path';
import { AdminScreen } from '~/components/admin/admin-screen';
import { APP_NAME } from '~/components/app/app-name';
import { TextsProvider } from '~/components/app/texts-provider';
import { compiledTexts } from '~/i18n/compiled';
import { currentUser } from '~/server/auth/session';
import { spoken, spokenLocale } from '../spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('admin'))('title')} · ${APP_NAME}`, robots: { index: false } };
}

/** For admins; to everybody else there is no such page. Its texts are its own: the chat does not carry them. */
export default async function AdminPage() {
  const me = await currentUser();
  if (!me) redirect(signInPath('/admin'));
  if (me.role !== 'admin') notFound();
  const locale = await spokenLocale();
  return (
    <TextsProvider locale={locale} texts={compiledTexts(locale)}>
      <AdminScreen meId={me.id} />
    </TextsProvider>
  );
}
