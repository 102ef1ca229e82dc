import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturnPath, signUpPath } from '~/components/account/return-path';
import { SignInForm } from '~/components/account/sign-in-form';
import { currentUser } from '~/server/auth/session';

export const metadata: Metadata = { title: 'Sign in · Confab' };

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const returnTo = safeReturnPath((await searchParams).callbackUrl);
  if (await currentUser()) redirect(returnTo);
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold">Sign in</h1>
      <SignInForm returnTo={returnTo} />
      <p className="mt-5 text-center text-sm text-muted">
        New here?{' '}
        <a href={signUpPath(returnTo)} className="font-medium text-accent-text underline underline-offset-2">
          Create an account
        </a>
      </p>
    </>
  );
}
