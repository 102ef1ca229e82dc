import type { Event } from '~/contract/events';
import { type LiveFeed, openLiveFeed } from '~/sync/live-feed';
import type { LineEnd, LineListener, LiveLine, Via } from '~/sync/live-line';
import { createFakeClock, type FakeClock } from './fake-clock';

export interface ScriptedLine {
  readonly via: Via;
  /** Between its opening and its end, from whichever side. */
  isOpen(): boolean;
  isRetired(): boolean;
  /** The feed begins. */
  begin(): void;
  tell(events: readonly Event[]): void;
  end(reason: LineEnd): void;
}

export interface FeedOnLines {
  readonly clock: FakeClock;
  readonly feed: LiveFeed;
  /** All there have been. */
  readonly lines: readonly ScriptedLine[];
  readonly open: () => readonly ScriptedLine[];
  /** What was told, in order: the way of each batch, and what happened between. */
  readonly heard: readonly string[];
  /** Happens to each new line, once it stands. */
  onOpen: (line: ScriptedLine) => void;
}

/** A feed on lines of which a test decides the fate. */
export function aFeedOnLines({ seed = 1, hasEvents = true, renew = async () => false } = {}): FeedOnLines {
  const clock = createFakeClock(seed);
  const lines: ScriptedLine[] = [];
  const heard: string[] = [];

  function opener(via: Via) {
    return (listener: LineListener): LiveLine => {
      let state: 'opening' | 'live' | 'retired' | 'over' = 'opening';
      const line: ScriptedLine = {
        via,
        isOpen: () => state === 'opening' || state === 'live',
        isRetired: () => state === 'retired',
        begin() {
          state = 'live';
          listener.onEvents([{ type: 'heads', heads: [] }]);
        },
        tell: (events) => state === 'live' && listener.onEvents(events),
        end(reason) {
          if (state !== 'opening' && state !== 'live') return;
          state = 'over';
          listener.onEnd(reason);
        },
      };
      lines.push(line);
      clock.after(0, () => line.isOpen() && scene.onOpen(line));
      return {
        connection: () => null,
        isLive: () => state === 'live',
        ask: () => Promise.reject(new Error('nothing is asked')),
        retire() {
          state = 'retired';
        },
        close() {
          state = 'over';
        },
      };
    };
  }

  let via: Via | 'none' = 'none';
  const scene: FeedOnLines = {
    clock,
    lines,
    heard,
    open: () => lines.filter((line) => line.isOpen()),
    onOpen: (line) => line.begin(),
    feed: openLiveFeed(
      {
        clock,
        renew,
        handlers: {
          onConnecting: () => heard.push('connecting'),
          onConnected(given) {
            via = given;
          },
          onEvents: () => heard.push(via),
          onLatency: () => {},
          onSignedOut: () => heard.push('signedOut'),
        },
        socket: opener('socket'),
        events: hasEvents ? opener('events') : null,
      },
      true,
    ),
  };
  return scene;
}
