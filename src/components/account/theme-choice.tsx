import { Contrast, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { MenuChoice } from '~/components/ui/menu-list';
import { chooseTheme, chosenTheme, type Theme } from './theme';

const CHOICES: readonly { readonly theme: Theme; readonly Icon: typeof Sun }[] = [
  { theme: 'light', Icon: Sun },
  { theme: 'dark', Icon: Moon },
  { theme: 'contrast', Icon: Contrast },
  { theme: 'system', Icon: Monitor },
];

export function ThemeChoice() {
  const t = useTranslations('theme');
  const [chosen, setChosen] = useState(chosenTheme);
  return CHOICES.map(({ theme, Icon }) => (
    <MenuChoice
      key={theme}
      icon={<Icon className="size-4 text-muted" />}
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
