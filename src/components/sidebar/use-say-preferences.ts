import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { proceduresFor } from '~/components/app/procedures';
import { useToast } from '~/components/app/toasts';
import type { Conversation, Preferences } from '~/contract/conversation';

/** Says what was set about a conversation, with the way back to how it was before. */
export function useSayPreferences() {
  const t = useTranslations('toast');
  const engine = useEngine();
  const toast = useToast();
  return (before: Conversation, changed: Partial<Preferences>) => {
    const words = wordsFor(changed);
    if (!words) return;
    const undo = async () => {
      const meId = engine.getState().me.id;
      try {
        const back = { conversationId: before.id, ...asBefore(before, changed) };
        engine.adopt(await proceduresFor(meId).conversation.setPreferences.mutate(back));
      } catch {
        toast({ words: t('failed') });
      }
    };
    toast({ words: t(words), undo: () => void undo() });
  };
}

function asBefore({ pinned, archived, mutedUntil }: Conversation, changed: Partial<Preferences>): Partial<Preferences> {
  return {
    ...(changed.pinned !== undefined && { pinned }),
    ...(changed.archived !== undefined && { archived }),
    ...(changed.mutedUntil !== undefined && { mutedUntil }),
  };
}

function wordsFor({ pinned, archived, mutedUntil }: Partial<Preferences>) {
  if (archived !== undefined) return archived ? 'archived' : 'unarchived';
  if (mutedUntil !== undefined) return mutedUntil ? 'muted' : 'unmuted';
  if (pinned !== undefined) return pinned ? 'pinned' : 'unpinned';
  return null;
}
