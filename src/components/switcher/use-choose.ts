import { useState } from 'react';
import { chooseTheme } from '~/components/account/theme';
import { useEngine, useSync } from '~/components/app/engine-context';
import { conversationPath, detailsPath, goTo, ROOMS, roomPath, SEARCH, searchPath } from '~/components/app/navigation';
import { proceduresFor } from '~/components/app/procedures';
import type { Conversation } from '~/contract/conversation';
import { assertNever } from '~/contract/events';
import type { Choice } from './choices';
import { type Command, preferencesOf } from './commands';

interface ChooseOptions {
  readonly here: Conversation | null;
  readonly onCommand: (command: Command) => void;
  readonly onClose: () => void;
}

/** Goes there or does it. What needs the server leaves the switcher open until it is done, and says when it failed. */
export function useChoose({ here, onCommand, onClose }: ChooseOptions) {
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');

  function leaveFor(path: string) {
    onClose();
    goTo(path);
  }

  async function ask(question: Promise<Conversation>, then: (answer: Conversation) => void) {
    setState('busy');
    try {
      const answer = await question;
      engine.adopt(answer);
      then(answer);
    } catch {
      setState('failed');
    }
  }

  function choose(choice: Choice): void {
    if (state === 'busy') return;
    switch (choice.kind) {
      case 'conversation':
        leaveFor(conversationPath(choice.conversation.id));
        break;
      case 'room':
        leaveFor(roomPath(choice.room.slug));
        break;
      case 'person': {
        const opened = proceduresFor(meId).conversation.openDirect.mutate({ userId: choice.user.id });
        void ask(opened, ({ id }) => leaveFor(conversationPath(id)));
        break;
      }
      case 'command':
        command(choice.command);
        break;
      default:
        assertNever(choice);
    }
  }

  function command(name: Command): void {
    const preferences = here && preferencesOf(name);
    if (preferences) {
      const set = proceduresFor(meId).conversation.setPreferences.mutate({ conversationId: here.id, ...preferences });
      void ask(set, onClose);
      return;
    }
    switch (name) {
      case 'dark':
      case 'light':
        chooseTheme(name);
        onClose();
        break;
      case 'findRooms':
        leaveFor(ROOMS);
        break;
      case 'searchMessages':
        leaveFor(SEARCH);
        break;
      case 'searchHere':
        leaveFor(here ? searchPath(here.id) : SEARCH);
        break;
      case 'details':
        if (here) leaveFor(detailsPath(here.id));
        break;
      default:
        onClose();
        onCommand(name);
    }
  }

  return { choose, busy: state === 'busy', failed: state === 'failed' };
}
