import { Search } from 'lucide';
import type { ComponentProps } from 'react';
import { QUERY_MAX } from '~/contract/limits';
import { classNames } from './class-names';
import { Icon } from './icon';
import { INPUT } from './text-field';

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'aria-label' | 'onChange' | 'type' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (query: string) => void;
}

/** A line to look for something with. */
export function SearchField({ label, value, onSearch, className = 'ps-10', ...rest }: SearchFieldProps) {
  return (
    <div className="relative">
      <Icon of={Search} className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-muted" />
      <input
        {...rest}
        type="search"
        aria-label={label}
        autoComplete="off"
        maxLength={QUERY_MAX}
        value={value}
        onChange={(event) => onSearch(event.target.value)}
        className={classNames(INPUT, className)}
      />
    </div>
  );
}
