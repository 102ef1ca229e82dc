import { useMemo } from 'react';
import { useSync } from '~/components/app/engine-context';
import { classNames } from '~/components/ui/class-names';
import type { Id } from '~/contract/primitives';
import type { SyncState } from '~/sync/state';
import { blocksOf, type Reading, type Token } from './message-tokens';
import { useLinks } from './use-links';

interface MessageTextProps {
  readonly text: string;
  readonly mentions: readonly Id[];
  /** A few emojis that stand alone. */
  readonly large: boolean;
}

/**
 * As it was written: line breaks stay, links can be followed, and nothing in it is ever markup. Each paragraph runs in
 * its own direction.
 */
export function MessageText({ text, mentions, large }: MessageTextProps) {
  const meId = useSync((state) => state.me.id);
  const names = useSync((state) => usernamesOf(state, mentions));
  const findLinks = useLinks(text);
  const blocks = useMemo(
    () => blocksOf(text, { mentioned: mentionedIn(names, mentions), findLinks }),
    [text, names, mentions, findLinks],
  );
  return blocks.map((block, index) =>
    block.kind === 'code' ? (
      <pre
        key={index}
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll what has the focus.
        tabIndex={0}
        className="my-1 max-h-96 w-full min-w-0 overflow-auto rounded-lg bg-canvas/70 px-3 py-2 font-mono text-note leading-normal [scrollbar-width:thin]"
      >
        <code>{block.text}</code>
      </pre>
    ) : (
      <p
        key={index}
        dir="auto"
        className={classNames(
          'wrap-anything flex-auto whitespace-pre-wrap [unicode-bidi:plaintext]',
          large ? 'text-5xl leading-tight' : 'text-body leading-snug',
        )}
      >
        {block.tokens.map((token, at) => (
          <Piece key={at} token={token} meId={meId} />
        ))}
      </p>
    ),
  );
}

function Piece({ token, meId }: { readonly token: Token; readonly meId: Id }) {
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'link':
      return (
        <a
          href={token.href}
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent-text underline underline-offset-2"
        >
          {token.text}
        </a>
      );
    case 'mention':
      return (
        <mark
          className={classNames(
            'rounded px-0.5 font-semibold [unicode-bidi:isolate]',
            token.userId === meId ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent-text',
          )}
        >
          {token.text}
        </mark>
      );
    case 'code':
      return (
        <code dir="ltr" className="rounded bg-canvas/70 px-1 py-0.5 font-mono text-[0.88em] [unicode-bidi:isolate]">
          {token.text}
        </code>
      );
  }
}

/** Joined, so that it is the same as long as nobody is called otherwise. */
function usernamesOf({ me, users }: SyncState, mentions: readonly Id[]): string {
  return mentions.map((userId) => (userId === me.id ? me : users.get(userId))?.username.toLowerCase() ?? '').join(' ');
}

function mentionedIn(names: string, mentions: readonly Id[]): Reading['mentioned'] {
  if (mentions.length === 0) return NOBODY;
  return new Map(names.split(' ').map((name, index) => [name, mentions[index]!]));
}

const NOBODY: Reading['mentioned'] = new Map();
