import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { lazilyOffline } from '~/components/app/lazily';
import { LiveDot } from '~/components/app/live-dot';
import { Avatar } from '~/components/ui/avatar';
import { Menu } from '~/components/ui/menu';
import type { AccountDialog } from './account-items';

const AccountDialogs = lazilyOffline((parts) => parts.AccountDialogs);
const AccountItems = lazilyOffline((parts) => parts.AccountItems);

export function AccountMenu() {
  const t = useTranslations('account');
  const me = useSync((state) => state.me);
  const [dialog, setDialog] = useState<AccountDialog | null>(null);
  return (
    <div className="flex shrink-0 items-center gap-1 border-t border-line px-2 pt-2 pb-[max(env(safe-area-inset-bottom),0.5rem)]">
      <Menu
        label={t('account')}
        buttonClassName="flex min-h-12 w-full min-w-0 items-center gap-3 rounded-xl px-2 text-start hover:bg-hover"
        button={
          <>
            <Avatar id={me.id} name={me.name} url={me.avatarUrl} size="small" />
            <Who name={me.name} username={me.username} />
          </>
        }
      >
        {(menu) => <AccountItems {...menu} onChoose={setDialog} />}
      </Menu>
      <span className="ms-auto flex size-10 shrink-0 items-center justify-center">
        <LiveDot />
      </span>
      <Suspense>{dialog && <AccountDialogs dialog={dialog} onClose={() => setDialog(null)} />}</Suspense>
    </div>
  );
}

function Who({ name, username }: { readonly name: string; readonly username: string }) {
  return (
    <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] leading-tight">
      <span className="flex text-sm font-semibold">
        <bdi className="truncate">{name}</bdi>
      </span>
      <span className="flex text-xs text-muted">
        <bdi className="truncate">@{username}</bdi>
      </span>
    </span>
  );
}
