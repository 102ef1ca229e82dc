import { lazily } from '~/components/app/lazily';
import type { AccountDialog } from './account-items';

const DIALOGS = {
  profile: lazily(() => import('./profile-form')),
  language: lazily(() => import('./language-dialog')),
  password: lazily(() => import('./password-dialog')),
  tokens: lazily(() => import('./tokens-dialog')),
  notifications: lazily(() => import('~/components/notifications/settings-dialog')),
  data: lazily(() => import('./your-data-dialog')),
  everywhere: lazily(() => import('./sign-out-everywhere-dialog')),
  'sign-out': lazily(() => import('./sign-out-dialog')),
} satisfies Record<AccountDialog, unknown>;

interface AccountDialogsProps {
  readonly dialog: AccountDialog;
  readonly onClose: () => void;
}

/** What the account menu leads to; the code of each comes when it is chosen. */
export function AccountDialogs({ dialog, onClose }: AccountDialogsProps) {
  const Dialog = DIALOGS[dialog];
  return <Dialog onClose={onClose} />;
}
