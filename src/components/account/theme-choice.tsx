import { Contrast, type IconNode, Monitor, Moon, Sun } from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import { MenuChoice } from '~/components/ui/menu-list';
import { chooseTheme, chosenTheme, type Theme } from './theme';

const CHOICES: readonly { readonly theme: Theme; readonly icon: IconNode }[] = [
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
  { theme: 'contrast', icon: Contrast },
  { theme: 'system', icon: Monitor },
];

export function ThemeChoice() {
  const t = useTranslations('theme');
  const [chosen, setChosen] = useState(chosenTheme);
  return CHOICES.map(({ theme, icon }) => (
    <MenuChoice
      key={theme}
      icon={<Icon of={icon} className="size-4 text-muted" />}
      checked={theme === chosen}
      onSelect={() => {
        chooseTheme(theme);
        setChosen(theme);
      }}
    >
      {t(theme)}
    </MenuChoice>
  ));
}
