import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturnPath } from '~/components/account/return-path';
import { SignInScreen } from '~/components/account/sign-in-screen';
import { APP_NAME } from '~/components/app/app-name';
import { currentUser } from '~/server/auth/session';
import { spoken } from '../../spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('signIn'))('signIn')} · ${APP_NAME}` };
}

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const returnTo = safeReturnPath((await searchParams).callbackUrl);
  if (await currentUser()) redirect(returnTo);
  return <SignInScreen returnTo={returnTo} />;
}
