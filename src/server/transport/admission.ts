import type { Container } from '~/server/container';
import { inTurns } from '~/server/gather';
import type { Actor, Credential } from '~/server/services/actor';

/** Milliseconds between looks at what every connection was opened with, for hints that were lost. */
const CHECK_MS = 60_000;

/** Milliseconds that a feed has to say why before its connection closes. */
const LAST_WORD_MS = 200;

/** What stays open for as long as its credential stands: a socket, or a stream of events. */
export interface Admissible {
  isOpen(): boolean;
  /** Calls back once. */
  onClose(listener: () => void): void;
  /** The session or token is over; in a moment it is dismissed. */
  signOut(end: 'expired' | 'ended'): void;
  dismiss(reason: string): void;
}

export interface AdmissionOptions {
  readonly container: Pick<Container, 'services' | 'hub' | 'log'>;
  /** Milliseconds between looks at everything that is open. */
  readonly checkMs?: number | undefined;
}

/** An open connection. */
interface Holder {
  readonly credential: Credential;
  /** Takes in for how many milliseconds the credential stands yet; none for one that was ended. */
  judge(timeLeft: number | undefined): void;
}

/**
 * Keeps connections only for as long as the session or token stands that they were opened with: looked at when the
 * person's sessions change, when a session expires, and once a minute for all connections of the process together.
 */
export function createAdmission({ container, checkMs = CHECK_MS }: AdmissionOptions) {
  const { services, hub, log } = container;
  const holders = new Set<Holder>();
  const readTimeLeft = inTurns((keys) => services.sessions.timeLeft(keys.map(credentialIn)));

  async function look(at: readonly Holder[]): Promise<void> {
    if (at.length === 0) return;
    const timeLeft = await readTimeLeft(at.map(({ credential }) => keyOf(credential)));
    for (const holder of at) holder.judge(timeLeft.get(holder.credential.id));
  }

  /** What cannot be looked at now is looked at with the next round. */
  function lookSoon(at: readonly Holder[]): void {
    look(at).catch((error) => log.warn({ error: String(error) }, 'open connections could not be checked'));
  }

  const timer = setInterval(() => lookSoon([...holders]), checkMs).unref();
  const stopResume = hub.onResume(() => lookSoon([...holders]));

  return {
    /** From now on the connection goes when its credential does. */
    async admit(connection: Admissible, { userId, credential }: Actor): Promise<void> {
      let isOver = false;
      let expiring: NodeJS.Timeout | undefined;
      let stop = () => {};
      const holder: Holder = {
        credential,
        judge(timeLeft) {
          if (isOver) return;
          clearTimeout(expiring);
          if (timeLeft !== undefined && timeLeft > 0) {
            if (timeLeft < checkMs) expiring = setTimeout(() => lookSoon([holder]), timeLeft).unref();
            return;
          }
          isOver = true;
          const end = timeLeft === undefined ? 'ended' : 'expired';
          connection.signOut(end);
          setTimeout(() => connection.dismiss(`session ${end}`), LAST_WORD_MS).unref();
        },
      };
      const leave = () => {
        clearTimeout(expiring);
        holders.delete(holder);
        stop();
      };
      holders.add(holder);
      connection.onClose(leave);
      try {
        stop = await hub.user(userId, ({ type }) => type === 'sessions' && lookSoon([holder]));
        // Also what ended before the topic was live.
        await look([holder]);
      } catch (error) {
        leave();
        throw error;
      }
      if (!connection.isOpen()) leave();
    },

    close(): void {
      clearInterval(timer);
      stopResume();
    },
  };
}

export type Admission = ReturnType<typeof createAdmission>;

const keyOf = ({ kind, id }: Credential): string => `${kind} ${id}`;

function credentialIn(key: string): Credential {
  const [kind, id = ''] = key.split(' ');
  return { kind: kind === 'token' ? 'token' : 'session', id };
}
