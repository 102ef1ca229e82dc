import { X } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { Icon } from '~/components/ui/icon';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';

interface ChosenPeopleProps {
  readonly people: readonly User[];
  readonly onRemove: (userId: Id) => void;
}

export function ChosenPeople({ people, onRemove }: ChosenPeopleProps) {
  const t = useTranslations('people');
  if (people.length === 0) return null;
  return (
    <ul aria-label={t('chosen')} className="flex flex-wrap gap-1.5">
      {people.map((user) => (
        <li key={user.id} className="flex max-w-full items-center rounded-full bg-accent-soft ps-3 text-sm">
          <span className="flex min-w-0">
            <bdi className="truncate">{user.name}</bdi>
          </span>
          <button
            type="button"
            aria-label={t('remove', { name: user.name })}
            onClick={() => onRemove(user.id)}
            className="grid size-10 shrink-0 place-items-center rounded-full text-muted hover:text-ink"
          >
            <Icon of={X} className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  );
}
