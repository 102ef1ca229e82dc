import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { lazily } from '~/components/app/lazily';
import { conversationPath, goTo, useScreen } from '~/components/app/navigation';
import type { Command } from '~/components/switcher/commands';
import { Switcher } from '~/components/switcher/switcher';
import { conversationList } from '~/sync/selectors';
import { keepFocus, restFocus } from './focus-keeper';
import { nameOfKeys } from './keys';
import { neighbourOf } from './neighbours';
import { composerOf, goToRegion } from './regions';
import { GLOBAL_KEYS, type GlobalShortcut } from './shortcuts';
import { ShortcutsDialog } from './shortcuts-dialog';
import { focusOn, isCovered, isSeen } from './tabbable';
import { isTyping } from './typing';

const NewConversationDialog = lazily(() => import('~/components/sidebar/new-conversation-dialog'));
const ProfileForm = lazily(() => import('~/components/account/profile-form'));
const SignOutDialog = lazily(() => import('~/components/account/sign-out-dialog'));

/**
 * The keyboard wherever one is: shortcuts, typing that goes to the composer by itself, and a focus that is never lost.
 * Renders the link that skips to the content, so it stands first on the page.
 */
export function Keyboard() {
  const t = useTranslations('keyboard');
  const engine = useEngine();
  const screen = useScreen();
  const conversationId = screen.at === 'conversation' ? screen.conversationId : null;
  const [open, setOpen] = useState<'switcher' | Command | null>(null);
  const close = () => setOpen(null);

  useEffect(keepFocus, []);

  const place = `${screen.at} ${conversationId}`;
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    // A phone shows one region at a time: what was followed may be on the one that went.
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || !isSeen(activeElement)) restFocus();
  }, [place]);

  function act(shortcut: GlobalShortcut) {
    switch (shortcut) {
      case 'switcher':
      case 'shortcuts':
        setOpen(shortcut);
        break;
      case 'previous':
      case 'previousUnread':
        goBeside(-1, { unread: shortcut === 'previousUnread' });
        break;
      case 'next':
      case 'nextUnread':
        goBeside(1, { unread: shortcut === 'nextUnread' });
        break;
      case 'previousRegion':
        goToRegion(-1);
        break;
      case 'nextRegion':
        goToRegion(1);
        break;
    }
  }

  function goBeside(step: 1 | -1, which: { readonly unread: boolean }) {
    const next = neighbourOf(conversationList(engine.getState()), conversationId, step, which);
    if (next) goTo(conversationPath(next.id));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || isCovered()) return;
    const shortcut = nameOfKeys(GLOBAL_KEYS, event);
    if (shortcut) {
      event.preventDefault();
      act(shortcut);
    } else if (isTyping(event)) composerOf()?.focus();
  }

  const onKey = useRef(onKeyDown);
  useEffect(() => {
    onKey.current = onKeyDown;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey.current(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place on the page, without a step in the history. */}
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          const main = document.querySelector('main');
          if (main && isSeen(main)) focusOn(main);
        }}
        className="fixed start-2 top-2 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-2.5 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <Suspense>
        {open === 'switcher' && <Switcher conversationId={conversationId} onCommand={setOpen} onClose={close} />}
        {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
        {open === 'newConversation' && <NewConversationDialog onClose={close} />}
        {open === 'newGroup' && <NewConversationDialog kind="group" onClose={close} />}
        {open === 'newRoom' && <NewConversationDialog kind="room" onClose={close} />}
        {open === 'settings' && <ProfileForm onClose={close} />}
        {open === 'signOut' && <SignOutDialog onClose={close} />}
      </Suspense>
    </>
  );
}
