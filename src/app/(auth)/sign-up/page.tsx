import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturnPath, signInPath } from '~/components/account/return-path';
import { SignUpForm } from '~/components/account/sign-up-form';
import { currentUser } from '~/server/auth/session';

export const metadata: Metadata = { title: 'Create an account · Confab' };

interface SignUpPageProps {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const returnTo = safeReturnPath((await searchParams).callbackUrl);
  if (await currentUser()) redirect(returnTo);
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold">Create an account</h1>
      <SignUpForm returnTo={returnTo} />
      <p className="mt-5 text-center text-sm text-muted">
        You have one?{' '}
        <a href={signInPath(returnTo)} className="font-medium text-accent-text underline underline-offset-2">
          Sign in
        </a>
      </p>
    </>
  );
}
