import type { Id } from './primitives';

/** Where the service worker is, and so the scope it has. */
export const WORKER_PATH = '/sw.js';

/** The page that stands in for every page of the application while the server is out of reach; nobody's data is in it. */
export const SHELL_PATH = '/offline';

/** What a page loads of a build: names change with their content, and are given to nothing else. */
export const STATIC_PREFIX = '/_next/static/';

/** What the server writes before the worker's code, as `confabBuild`: a new build makes it another worker. */
export interface Build {
  readonly version: string;
  /** Paths of everything a page of this build may load; the name of each changes with its content. */
  readonly files: readonly string[];
}

/**
 * What a page tells the worker. `takeOver`: the person has chosen the new version, which never takes over by itself.
 * `keepShell`: the device has another language or theme.
 */
export type ToWorker = 'takeOver' | 'keepShell';

/** What the worker tells a page: a notification was chosen, show what it is about. */
export interface ToPage {
  readonly type: 'goTo';
  readonly path: string;
}

/** What the server pushes. `read`: everything up to that number was read elsewhere, what is shown of it goes. */
export type PushNotice =
  | {
      readonly type: 'message';
      readonly conversationId: Id;
      readonly seq: number;
      readonly title: string;
      readonly body: string;
    }
  | { readonly type: 'read'; readonly conversationId: Id; readonly seq: number };

/** What a shown notification remembers. */
export interface NoticeData {
  readonly conversationId: Id;
  readonly seq: number;
}

/** One notification for each conversation: a later one takes the place of the one before, whoever showed it. */
export const noticeTag = (conversationId: Id) => `conversation:${conversationId}`;
