import { Hash, Users } from 'lucide';
import { useCallback, useEffect, useState } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

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

/** Milliseconds until a picture that could not be loaded is asked for again; each further time twice as many. */
const AGAIN_MS = 4_000;

interface AvatarProps {
  /** Decides the colour, so that it stays when the name changes. */
  readonly id: string;
  readonly name: string;
  /** Of the picture; its query is a signature that changes while the picture stays. Null or undefined without one. */
  readonly url?: string | null | undefined;
  readonly kind?: 'person' | 'group' | 'room';
  readonly size?: keyof typeof SIZES;
}

/** Purely decorative: the name stands beside it. Initials or a symbol until the picture is there, and without one. */
export function Avatar({ id, name, url, kind = 'person', size = 'medium' }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classNames(
        'relative inline-grid shrink-0 select-none place-items-center overflow-hidden font-semibold text-white',
        SIZES[size],
        hueOf(id),
        kind === 'person' ? 'rounded-full' : 'rounded-[28%]',
      )}
    >
      {kind === 'room' ? (
        <Icon of={Hash} className="size-1/2" />
      ) : kind === 'group' ? (
        <Icon of={Users} className="size-1/2" />
      ) : (
        initials(name)
      )}
      {url && <Picture key={pictureOf(url)} url={url} />}
    </span>
  );
}

/** The address it began with, for as long as that works: another signature is no other picture. */
function Picture({ url }: { readonly url: string }) {
  const [shown, setShown] = useState(url);
  const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
  const [failures, setFailures] = useState(0);
  if (state === 'failed' && shown !== url) {
    setShown(url);
    setState('loading');
  }
  useEffect(() => {
    if (state !== 'failed') return;
    const timer = setTimeout(() => setState('loading'), AGAIN_MS * 2 ** (failures - 1));
    return () => clearTimeout(timer);
  }, [state, failures]);
  const look = useCallback((image: HTMLImageElement | null) => {
    // What the browser still has is there before the next frame.
    if (image?.complete && image.naturalWidth > 0) setState('loaded');
  }, []);
  if (state === 'failed') return null;
  return (
    <img
      ref={look}
      src={shown}
      alt=""
      draggable={false}
      onLoad={() => setState('loaded')}
      onError={() => {
        setFailures(failures + 1);
        setState('failed');
      }}
      className={classNames('absolute inset-0 size-full object-cover', state !== 'loaded' && 'opacity-0')}
    />
  );
}

function pictureOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
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
