import type { ReactNode } from 'react';
import { ChatApp } from '~/components/app/chat-app';
import { currentUser } from '~/server/auth/session';
import { publishedContainer } from '~/server/container-slot';

export default async function ChatLayout({ children }: { readonly children: ReactNode }) {
  const me = await currentUser();
  // The page knows its address and sends strangers to the sign-in and back.
  if (!me) return children;
  const { id, username, name, avatarUrl, role } = me;
  const { maxBytes } = publishedContainer().services.uploads;
  return (
    <ChatApp me={{ id, username, name, avatarUrl }} uploadMaxBytes={maxBytes} isAdmin={role === 'admin'}>
      {children}
    </ChatApp>
  );
}
