import type { Metadata } from 'next';
import { ResetPasswordScreen } from '~/components/account/reset-password-screen';
import { APP_NAME } from '~/components/app/app-name';
import { spoken } from '../../spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('passwordReset'))('title')} · ${APP_NAME}`, robots: { index: false } };
}

export default function ResetPasswordPage() {
  return <ResetPasswordScreen />;
}
