import {
  Archive,
  Bell,
  type IconNode,
  KeyRound,
  Languages,
  Lock,
  LogOut,
  MonitorX,
  ShieldCheck,
  UserRound,
} from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useIsAdmin } from '~/components/app/is-admin';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { OpenMenu } from '~/components/ui/menu';
import { MenuItem, MenuList, MenuSeparator } from '~/components/ui/menu-list';
import { ThemeChoice } from './theme-choice';

/** What the account menu leads to. */
export type AccountDialog =
  | 'profile'
  | 'language'
  | 'password'
  | 'tokens'
  | 'notifications'
  | 'data'
  | 'everywhere'
  | 'sign-out';

interface AccountItemsProps extends OpenMenu {
  readonly onChoose: (dialog: AccountDialog) => void;
}

export function AccountItems({ onChoose, ...menu }: AccountItemsProps) {
  const t = useTranslations('account');
  const notifications = useTranslations('notifications');
  const data = useTranslations('exports');
  const isAdmin = useIsAdmin();
  const item = (icon: IconNode, words: string, opens: AccountDialog) => (
    <MenuItem
      icon={<Icon of={icon} className={classNames('size-4 text-muted', icon === LogOut && 'rtl:-scale-x-100')} />}
      onSelect={() => {
        menu.onEscape();
        onChoose(opens);
      }}
    >
      {words}
    </MenuItem>
  );
  return (
    <MenuList {...menu}>
      <ThemeChoice />
      <MenuSeparator />
      {item(UserRound, t('profile'), 'profile')}
      {item(Languages, t('language'), 'language')}
      {item(Bell, notifications('title'), 'notifications')}
      {item(Lock, t('changePassword'), 'password')}
      {item(KeyRound, t('tokens'), 'tokens')}
      {item(Archive, data('yourData'), 'data')}
      {isAdmin && (
        <MenuItem
          icon={<Icon of={ShieldCheck} className="size-4 text-muted" />}
          onSelect={() => window.location.assign('/admin')}
        >
          {data('administration')}
        </MenuItem>
      )}
      <MenuSeparator />
      {item(MonitorX, t('signOutEverywhere'), 'everywhere')}
      {item(LogOut, t('signOut'), 'sign-out')}
    </MenuList>
  );
}
