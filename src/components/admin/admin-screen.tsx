'use client';

import { ArrowLeft } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { PublicRequests } from '~/components/app/requests';
import { usePageTitle } from '~/components/app/use-page-title';
import { buttonLook } from '~/components/ui/button-look';
import { Icon } from '~/components/ui/icon';
import { Tabs } from '~/components/ui/tabs';
import type { Id } from '~/contract/primitives';
import { AuditTab } from './audit-tab';
import { LiveTab } from './live-tab';
import { PeopleTab } from './people-tab';
import { ReportsTab } from './reports-tab';
import { RoomsTab } from './rooms-tab';
import { StorageTab } from './storage-tab';

/** Everything for those who run the installation, a tab each. */
export function AdminScreen({ meId }: { readonly meId: Id }) {
  const t = useTranslations('admin');
  usePageTitle(t('title'));
  return (
    <main className="scroll-region h-dvh bg-canvas">
      <div className="mx-auto grid max-w-4xl gap-4 px-4 pt-4 pb-[max(env(safe-area-inset-bottom),2rem)]">
        <header className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-xl font-semibold">{t('title')}</h1>
          <a href="/" className={buttonLook('quiet')}>
            <Icon of={ArrowLeft} className="size-4 rtl:-scale-x-100" />
            {t('back')}
          </a>
        </header>
        <PublicRequests userId={meId}>
          <div className="min-w-0">
            <Tabs
              label={t('sections')}
              tabs={[
                { label: t('people'), content: <PeopleTab meId={meId} /> },
                { label: t('rooms'), content: <RoomsTab /> },
                { label: t('reports'), content: <ReportsTab /> },
                { label: t('storage'), content: <StorageTab /> },
                { label: t('live'), content: <LiveTab /> },
                { label: t('audit'), content: <AuditTab /> },
              ]}
            />
          </div>
        </PublicRequests>
      </div>
    </main>
  );
}
