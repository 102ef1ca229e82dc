'use client';

import { useTranslations } from 'use-intl/react';
import { usePageTitle } from '~/components/app/use-page-title';
import { signInPath } from './return-path';
import { SignUpForm } from './sign-up-form';

/** The sign-up, and the way to the other page for who is wrong here. */
export function SignUpScreen({ returnTo }: { readonly returnTo: string }) {
  const t = useTranslations('signIn');
  usePageTitle(t('createAccount'));
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold">{t('createAccount')}</h1>
      <SignUpForm returnTo={returnTo} />
      <p className="mt-5 text-center text-sm text-muted">
        {t.rich('haveOne', {
          link: (words) => (
            <a href={signInPath(returnTo)} className="font-medium text-accent-text underline underline-offset-2">
              {words}
            </a>
          ),
        })}
      </p>
    </>
  );
}
