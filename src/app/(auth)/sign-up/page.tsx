import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturnPath } from '~/components/account/return-path';
import { SignUpScreen } from '~/components/account/sign-up-screen';
import { APP_NAME } from '~/components/app/app-name';
import { currentUser } from '~/server/auth/session';
import { spoken } from '../../spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('signIn'))('createAccount')} · ${APP_NAME}` };
}

interface SignUpPageProps {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const returnTo = safeReturnPath((await searchParams).callbackUrl);
  if (await currentUser()) redirect(returnTo);
  return <SignUpScreen returnTo={returnTo} />;
}
