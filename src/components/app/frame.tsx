import { Suspense } from 'react';
import { lazily, lazilyOffline, onceAhead, useAhead } from '~/components/app/lazily';
import { ConversationScreen } from '~/components/conversation/conversation-screen';
import { Sidebar } from '~/components/sidebar/sidebar';
import { classNames } from '~/components/ui/class-names';
import { ConnectionBar } from './connection-bar';
import { ErrorBoundary } from './error-boundary';
import { type Screen, useScreen } from './navigation';

const Keyboard = onceAhead((parts) => parts.Keyboard);
const Welcome = lazilyOffline((parts) => parts.Welcome);
const RoomsScreen = lazily(() => import('~/components/rooms/rooms-screen'));
const SearchScreen = lazily(() => import('~/components/search/search-screen'));
const RoomScreen = lazily(() => import('~/components/rooms/room-screen'));
const Alerts = onceAhead((parts) => parts.Alerts);
const Background = onceAhead((parts) => parts.Background);

/** The regions side by side; on a phone the list and the rest take turns. */
export function Frame() {
  const screen = useScreen();
  const atHome = screen.at === 'home';
  useAhead();
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <Suspense>
        <Keyboard />
      </Suspense>
      <ConnectionBar />
      <div className="flex min-h-0 flex-1">
        <div className={classNames('w-full shrink-0 md:w-80 xl:w-88', !atHome && 'max-md:hidden')}>
          <Sidebar screen={screen} />
        </div>
        <main
          id="main"
          data-region="main"
          className={classNames('relative flex min-w-0 flex-1', atHome && 'max-md:sr-only')}
        >
          <ErrorBoundary key={keyOf(screen)}>
            <Suspense>
              <Place screen={screen} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Suspense>
        <Background />
      </Suspense>
      <Suspense>
        <Alerts />
      </Suspense>
    </div>
  );
}

function Place({ screen }: { readonly screen: Screen }) {
  switch (screen.at) {
    case 'home':
      return <Welcome />;
    case 'conversation':
      return <ConversationScreen conversationId={screen.conversationId} details={screen.details} at={screen.seq} />;
    case 'search':
      return <SearchScreen conversationId={screen.conversationId} />;
    case 'rooms':
      return <RoomsScreen />;
    case 'room':
      return <RoomScreen slug={screen.slug} />;
  }
}

/** The same while only the details open and close. */
function keyOf(screen: Screen): string {
  if (screen.at === 'conversation') return screen.conversationId;
  if (screen.at === 'search') return `search ${screen.conversationId}`;
  return screen.at === 'room' ? `#${screen.slug}` : screen.at;
}
