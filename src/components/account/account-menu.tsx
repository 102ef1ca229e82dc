import { KeyRound, LogOut } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { LiveDot } from '~/components/app/live-dot';
import { Avatar } from '~/components/ui/avatar';
import { Menu, MenuItem, MenuSeparator } from '~/components/ui/menu';
import { SignOutDialog } from './sign-out-dialog';
import { ThemeChoice } from './theme-choice';

const TokensDialog = lazy(() => import('./tokens-dialog'));

export function AccountMenu() {
  const me = useSync((state) => state.me);
  const [dialog, setDialog] = useState<'tokens' | 'sign-out' | null>(null);
  return (
    <div className="flex shrink-0 items-center gap-1 border-t border-line px-2 pt-2 pb-[max(env(safe-area-inset-bottom),0.5rem)]">
      <Menu
        label="Account"
        buttonClassName="flex min-h-12 w-full min-w-0 items-center gap-3 rounded-xl px-2 text-start hover:bg-hover"
        button={
          <>
            <Avatar id={me.id} name={me.name} size="small" />
            <Who name={me.name} username={me.username} />
          </>
        }
      >
        {(close) => (
          <>
            <ThemeChoice />
            <MenuSeparator />
            <MenuItem
              icon={<KeyRound className="size-4 text-muted" />}
              onSelect={() => {
                close();
                setDialog('tokens');
              }}
            >
              Access tokens
            </MenuItem>
            <MenuItem
              icon={<LogOut className="size-4 text-muted" />}
              onSelect={() => {
                close();
                setDialog('sign-out');
              }}
            >
              Sign out
            </MenuItem>
          </>
        )}
      </Menu>
      <span className="ms-auto flex size-10 shrink-0 items-center justify-center">
        <LiveDot />
      </span>
      {dialog === 'tokens' && (
        <Suspense>
          <TokensDialog onClose={() => setDialog(null)} />
        </Suspense>
      )}
      {dialog === 'sign-out' && <SignOutDialog onClose={() => setDialog(null)} />}
    </div>
  );
}

function Who({ name, username }: { readonly name: string; readonly username: string }) {
  return (
    <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] leading-tight">
      <span className="truncate text-sm font-semibold">
        <bdi>{name}</bdi>
      </span>
      <span className="truncate text-xs text-muted">@{username}</span>
    </span>
  );
}
