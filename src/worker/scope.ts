/**
 * What the worker uses of its global scope. The compiler's own types of it cannot stand beside those of a page, and
 * these are easily played in a test.
 */
export interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  readonly clients: WorkerClients;
  readonly registration: WorkerRegistration;
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<Response>;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: AskedEvent) => void): void;
  addEventListener(type: 'message', listener: (event: LastingEvent & { readonly data: unknown }) => void): void;
  addEventListener(type: 'push', listener: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickedEvent) => void): void;
}

/** The worker lives on until what it waits for is done. */
export interface LastingEvent {
  waitUntil(work: Promise<unknown>): void;
}

export interface AskedEvent extends LastingEvent {
  readonly request: Pick<Request, 'method' | 'url' | 'mode'>;
  respondWith(answer: Promise<Response>): void;
}

export interface PushedEvent extends LastingEvent {
  readonly data: { json(): unknown } | null;
}

export interface ClickedEvent extends LastingEvent {
  readonly notification: ShownNotification;
}

export interface ShownNotification {
  readonly data?: unknown;
  close(): void;
}

export interface WorkerRegistration {
  showNotification(title: string, options: NotificationOptions & { readonly renotify?: boolean }): Promise<void>;
  getNotifications(filter?: { readonly tag?: string }): Promise<readonly ShownNotification[]>;
}

export interface WorkerClients {
  claim(): Promise<void>;
  matchAll(filter: { readonly type: 'window'; readonly includeUncontrolled: true }): Promise<readonly WindowTab[]>;
  openWindow(url: string): Promise<unknown>;
}

export interface WindowTab {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: 'visible' | 'hidden';
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
