'use client';

import { useTranslations } from 'use-intl/react';
import { usePageTitle } from '~/components/app/use-page-title';
import { signUpPath } from './return-path';
import { SignInForm } from './sign-in-form';

/** The sign-in, and the way to the other page for who is wrong here. */
export function SignInScreen({ returnTo }: { readonly returnTo: string }) {
  const t = useTranslations('signIn');
  usePageTitle(t('signIn'));
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold">{t('signIn')}</h1>
      <SignInForm returnTo={returnTo} />
      <p className="mt-5 text-center text-sm text-muted">
        {t.rich('newHere', {
          link: (words) => (
            <a href={signUpPath(returnTo)} className="font-medium text-accent-text underline underline-offset-2">
              {words}
            </a>
          ),
        })}
      </p>
    </>
  );
}
