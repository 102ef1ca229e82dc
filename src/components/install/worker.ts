import { type ToPage, type ToWorker, WORKER_PATH } from '~/contract/worker';

/** Milliseconds between looks for a new version while the page stays open. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** Milliseconds after the server has come back within which to look: it may be another one, and not all ask in step. */
const LOOK_WITHIN_MS = 20_000;

const LOOKS_KEY = 'confab-shell-looks';

export interface Worker {
  /** Looks soon whether there is a new version. */
  lookSoon(): void;
  /** Makes the new version, if one waits, answer from now on, and loads the page with it. */
  takeOver(): void;
  close(): void;
}

export interface WorkerOptions {
  /** A new version waits, or has begun to answer for another page. */
  readonly onUpdate: () => void;
  readonly onGoTo: (path: string) => void;
}

/** Registers the service worker; null where there is none. Development has none: it would stand in the way of hot reload. */
export async function startWorker({ onUpdate, onGoTo }: WorkerOptions): Promise<Worker | null> {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return null;
  const { serviceWorker: container } = navigator;
  const registration = await container.register(WORKER_PATH, { updateViaCache: 'none' }).catch(() => null);
  if (!registration) return null;
  const listening = new AbortController();
  const { signal } = listening;
  let hadController = container.controller !== null;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let reloads = false;

  const look = () => void registration.update().catch(() => {});
  const announce = () => {
    // The first worker of all replaces nothing.
    if (registration.waiting && container.controller) onUpdate();
  };
  const watch = () => registration.installing?.addEventListener('statechange', announce, { signal });

  registration.addEventListener('updatefound', watch, { signal });
  watch();
  announce();
  container.addEventListener(
    'controllerchange',
    () => {
      if (reloads) window.location.reload();
      else if (hadController) onUpdate();
      hadController = true;
    },
    { signal },
  );
  container.addEventListener(
    'message',
    ({ data }: MessageEvent<Partial<ToPage> | null>) => {
      if (data?.type === 'goTo' && data.path?.startsWith('/')) onGoTo(data.path);
    },
    { signal },
  );
  const timer = setInterval(look, LOOK_EVERY_MS);
  void keepShellAsItLooks(registration);

  return {
    lookSoon() {
      clearTimeout(soon);
      soon = setTimeout(look, Math.random() * LOOK_WITHIN_MS);
    },
    takeOver() {
      reloads = true;
      if (registration.waiting) tell(registration.waiting, 'takeOver');
      else window.location.reload();
    },
    close() {
      listening.abort();
      clearInterval(timer);
      clearTimeout(soon);
    },
  };
}

/** The kept page has the language and theme of when it was kept: it is kept again when they have changed. */
async function keepShellAsItLooks({ active }: ServiceWorkerRegistration): Promise<void> {
  const { lang, dataset } = document.documentElement;
  const looks = `${lang} ${dataset.theme ?? ''}`;
  try {
    if (active && localStorage.getItem(LOOKS_KEY) !== looks) tell(active, 'keepShell');
    localStorage.setItem(LOOKS_KEY, looks);
  } catch {
    // Forbidden: then it stays as it was.
  }
}

function tell(worker: ServiceWorker, message: ToWorker): void {
  worker.postMessage(message);
}
