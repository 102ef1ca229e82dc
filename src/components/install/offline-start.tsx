'use client';

import { CloudOff } from 'lucide';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ChatApp } from '~/components/app/chat-app';
import { Button } from '~/components/ui/button';
import { Icon } from '~/components/ui/icon';
import { Notice } from '~/components/ui/notice';
import { type KnownPerson, knownPerson } from './known-person';

/** The application without the server's word for whom: for the person this device knows, from what it has stored of them. */
export function OfflineStart() {
  // Nothing before the browser has taken over: what is kept of this page is the same for everybody, and for every address.
  const [person, setPerson] = useState<KnownPerson | null | 'unasked'>('unasked');
  useEffect(() => setPerson(knownPerson()), []);
  if (person === 'unasked') return null;
  return person ? <ChatApp {...person}>{null}</ChatApp> : <NobodyKnown />;
}

function NobodyKnown() {
  const t = useTranslations('install');
  const common = useTranslations('common');
  return (
    <main className="grid min-h-dvh">
      <Notice
        isPage
        icon={<Icon of={CloudOff} className="size-7" />}
        title={t('offlineTitle')}
        actions={
          <Button look="primary" onClick={() => window.location.reload()}>
            {common('retry')}
          </Button>
        }
      >
        {t('offline')}
      </Notice>
    </main>
  );
}
