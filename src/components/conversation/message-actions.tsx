import { createContext, use } from 'react';
import type { ShownFile } from '~/components/media/shown-file';
import type { Anchor } from '~/components/ui/popup';
import type { MessageEntry } from '~/contract/entry';

/** What the lines of a conversation ask of the screen around them. The same object for as long as the screen stays. */
export interface MessageActions {
  reply(message: MessageEntry): void;
  edit(message: MessageEntry): void;
  react(message: MessageEntry, emoji: string, on: boolean): void;
  /** Shows the message of that number, wherever it is. Resolves when it is there, or when it was said why not. */
  jump(seq: number): Promise<void>;
  open(overlay: Overlay): void;
}

/** What stands over the conversation; at most one at a time. */
export type Overlay =
  | { readonly kind: 'menu' | 'emojis'; readonly message: MessageEntry; readonly anchor: Anchor }
  | { readonly kind: 'info' | 'forward' | 'report'; readonly message: MessageEntry }
  | { readonly kind: 'pins' }
  | { readonly kind: 'pictures'; readonly pictures: readonly ShownFile[]; readonly first: number }
  | { readonly kind: 'problem'; readonly problem: ActionProblem };

/** What did not work: one of those that have a text, or what a call was refused with. */
export type ActionProblem = 'notReached' | 'notCopied' | 'fileNotLoaded' | { readonly error: unknown };

const ActionsContext = createContext<MessageActions | null>(null);

export const MessageActionsProvider = ActionsContext;

export function useMessageActions(): MessageActions {
  const actions = use(ActionsContext);
  if (!actions) throw new Error('There is no conversation around this component.');
  return actions;
}

export function anchorOf(element: Element): Anchor {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}
