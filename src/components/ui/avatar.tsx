import { Hash, Users } from 'lucide-react';
import { classNames } from './class-names';

/** Far enough apart to tell people from each other, dark enough for white letters. */
const HUES = [
  'hue-20',
  'hue-50',
  'hue-95',
  'hue-145',
  'hue-175',
  'hue-215',
  'hue-250',
  'hue-280',
  'hue-315',
  'hue-350',
];

const SIZES = {
  small: 'size-8 text-xs',
  medium: 'size-10 text-sm',
  large: 'size-20 text-2xl',
};

interface AvatarProps {
  /** Decides the colour, so that it stays when the name changes. */
  readonly id: string;
  readonly name: string;
  readonly kind?: 'person' | 'group' | 'room';
  readonly size?: keyof typeof SIZES;
}

/** Purely decorative: the name stands beside it. */
export function Avatar({ id, name, kind = 'person', size = 'medium' }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-grid shrink-0 select-none place-items-center font-semibold text-white',
        SIZES[size],
        hueOf(id),
        kind === 'person' ? 'rounded-full' : 'rounded-[28%]',
      )}
    >
      {kind === 'room' ? (
        <Hash className="size-1/2" />
      ) : kind === 'group' ? (
        <Users className="size-1/2" />
      ) : (
        initials(name)
      )}
    </span>
  );
}

function hueOf(id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return HUES[sum % HUES.length]!;
}

/** The first characters of the first and the last word, as people see characters: an emoji or a combined letter is one. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}\p{So}]/u.test(word));
  const chosen = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words.slice(0, 1);
  return chosen.map(firstCharacter).join('').toUpperCase();
}

function firstCharacter(word: string): string {
  const start = word.search(/[\p{L}\p{N}\p{So}]/u);
  const [first] = new Intl.Segmenter().segment(word.slice(start));
  return first?.segment ?? '';
}
