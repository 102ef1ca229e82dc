import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { MenuChoice } from '~/components/ui/menu';
import { chooseTheme, chosenTheme, type Theme } from './theme';

const CHOICES: readonly { readonly theme: Theme; readonly label: string; readonly Icon: typeof Sun }[] = [
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
  { theme: 'system', label: 'As on this device', Icon: Monitor },
];

export function ThemeChoice() {
  const [chosen, setChosen] = useState(chosenTheme);
  return CHOICES.map(({ theme, label, Icon }) => (
    <MenuChoice
      key={theme}
      icon={<Icon className="size-4 text-muted" />}
      checked={theme === chosen}
      onSelect={() => {
        chooseTheme(theme);
        setChosen(theme);
      }}
    >
      {label}
    </MenuChoice>
  ));
}
