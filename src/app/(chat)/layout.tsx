import type { ReactNode } from 'react';
import { ChatApp } from '~/components/app/chat-app';
import { currentUser } from '~/server/auth/session';

export default async function ChatLayout({ children }: { readonly children: ReactNode }) {
  const me = await currentUser();
  // The page knows its address and sends strangers to the sign-in and back.
  if (!me) return children;
  return <ChatApp me={{ id: me.id, username: me.username, name: me.name }}>{children}</ChatApp>;
}
