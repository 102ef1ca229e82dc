import { useEffect, useState } from 'react';
import { useEngine } from '~/components/app/engine-context';
import type { Attachment } from '~/contract/upload';
import type { Engine } from '~/sync/engine';
import { isOver } from './is-over';

export type Variant = 'file' | 'thumbnail';

/** Where a file of the server can be loaded from. */
export interface Link {
  /** Null without an attachment, while a fresh one is on its way, and when there is none to be had. */
  readonly url: string | null;
  /** A fresh one did not help, or could not be had. */
  readonly broken: boolean;
  /** It was loaded. */
  readonly worked: () => void;
  /** It could not be loaded: asks for a fresh one, once until one has worked. */
  readonly failed: () => void;
  /** It was loaded, and is nothing that can be shown. */
  readonly giveUp: () => void;
  readonly retry: () => void;
}

interface LinkState {
  readonly key: string;
  readonly url: string | null;
  /** `fresh`: it has been renewed and has to prove itself. */
  readonly phase: 'using' | 'renewing' | 'fresh' | 'broken';
}

/**
 * A link to one of an attachment's files. It stays the one that was used first, whatever others the server signs, so
 * that nothing is loaded twice. It is renewed when it fails, and before its first use if its time is over.
 */
export function useLink(attachment: Attachment | null, variant: Variant): Link {
  const engine = useEngine();
  const key = attachment ? `${attachment.id}/${variant}` : '';
  const [held, setState] = useState<LinkState>(() => begin(engine, attachment, variant));
  const state = held.key === key ? held : begin(engine, attachment, variant);
  if (held !== state) setState(state);
  const id = attachment?.id;
  const isRenewing = state.phase === 'renewing';

  useEffect(() => {
    if (!isRenewing || id === undefined) return;
    let isOver = false;
    const settle = (next: Omit<LinkState, 'key'>) => {
      if (!isOver) setState((now) => (now.key === key && now.phase === 'renewing' ? { key, ...next } : now));
    };
    engine.freshLinks(id).then(
      (fresh) => settle({ url: linkOf(fresh, variant), phase: 'fresh' }),
      () => settle({ url: null, phase: 'broken' }),
    );
    return () => {
      isOver = true;
    };
  }, [engine, id, key, variant, isRenewing]);

  const to = (phase: LinkState['phase']) => setState({ key, url: phase === 'using' ? state.url : null, phase });
  return {
    url: state.url,
    broken: state.phase === 'broken',
    worked() {
      if (state.url) workedOf(engine).set(key, state.url);
      if (state.phase === 'fresh') to('using');
    },
    failed: () => to(state.phase === 'fresh' ? 'broken' : 'renewing'),
    giveUp: () => to('broken'),
    retry: () => to('renewing'),
  };
}

/** Null if the attachment has nothing of the kind. */
export function linkOf({ url, thumbnailUrl }: Attachment, variant: Variant): string | null {
  return (variant === 'file' ? url : thumbnailUrl) ?? null;
}

function begin(engine: Engine, attachment: Attachment | null, variant: Variant): LinkState {
  if (!attachment) return { key: '', url: null, phase: 'using' };
  const key = `${attachment.id}/${variant}`;
  const known = workedOf(engine).get(key);
  if (known) return { key, url: known, phase: 'using' };
  if (isOver(attachment)) return { key, url: null, phase: 'renewing' };
  return { key, url: linkOf(attachment, variant), phase: 'using' };
}

/** The links that have worked: the browser still has what was behind them, also when their time is over. */
const worked = new WeakMap<Engine, Map<string, string>>();

function workedOf(engine: Engine): Map<string, string> {
  const held = worked.get(engine) ?? new Map<string, string>();
  worked.set(engine, held);
  return held;
}
