import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useToast } from '~/components/app/toasts';
import type { MessageEntry } from '~/contract/entry';

/**
 * Deletes a message: it is gone from the screen at once, and from the server when the toast that can take it back has gone
 * (decision 032).
 */
export function useRemove() {
  const t = useTranslations('toast');
  const engine = useEngine();
  const toast = useToast();
  return ({ conversationId, id, seq }: MessageEntry, scope: 'everyone' | 'me') => {
    const forAll = scope === 'everyone';
    const act = { kind: forAll ? 'delete' : 'hide', targetId: id, targetSeq: seq } as const;
    const clientId = engine.hold(conversationId, act);
    toast({
      words: t(forAll ? 'deleted' : 'hidden'),
      undo: () => engine.drop(clientId),
      onGone: () => engine.release(clientId),
    });
  };
}
