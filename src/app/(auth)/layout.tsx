import type { ReactNode } from 'react';
import { AuthFrame } from '~/components/account/auth-frame';

export default function AuthLayout({ children }: { readonly children: ReactNode }) {
  return <AuthFrame>{children}</AuthFrame>;
}
