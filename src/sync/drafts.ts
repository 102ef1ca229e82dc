import { ATTACHMENTS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { Clock } from './clock';
import { type Model, withDraft } from './model';
import type { OwnFiles } from './own-files';
import { fileIdAt, filesOf, NO_DRAFT } from './pending-file';
import type { Draft, FileAbout } from './state';
import type { Store } from './store';

/** What a person prepares in each conversation. */
export interface Drafts {
  setText(conversationId: Id, text: string): void;
  attach(conversationId: Id, bytes: Blob, about: FileAbout): Promise<void>;
  detach(conversationId: Id, fileId: string): void;
  of(conversationId: Id): Draft;
  clear(conversationId: Id): void;
}

export interface DraftsOptions {
  readonly store: Store;
  readonly files: OwnFiles;
  readonly clock: Clock;
  readonly mintClientId: () => string;
}

export function createDrafts({ store, files, clock, mintClientId }: DraftsOptions): Drafts {
  const of = (conversationId: Id) => store.model.state.drafts.get(conversationId) ?? NO_DRAFT;

  return {
    of,
    setText(conversationId, text) {
      store.commit((model) => withDraft(model, conversationId, { text }));
    },
    async attach(conversationId, bytes, about) {
      const draft = of(conversationId);
      if (draft.files.length >= ATTACHMENTS_MAX) throw new RangeError(`at most ${ATTACHMENTS_MAX} files`);
      const fileId = fileIdAt(clock.now(), mintClientId());
      const kept = files.keep(fileId, bytes);
      const file = { ...about, fileId, size: bytes.size, uploadId: null };
      store.commit((model) => withDraft(model, conversationId, { files: [...draft.files, file] }));
      await kept;
    },
    detach(conversationId, fileId) {
      const { files } = of(conversationId);
      const left = files.filter((file) => file.fileId !== fileId);
      if (left.length < files.length) store.commit((model) => withDraft(model, conversationId, { files: left }));
    },
    clear(conversationId) {
      store.commit((model) => withDraft(model, conversationId, NO_DRAFT));
    },
  };
}

/** What an earlier start left, without files whose bytes it had not stored yet, or another tab has forgotten. */
export function usable(drafts: ReadonlyMap<Id, Draft>, gone: ReadonlySet<string>): ReadonlyMap<Id, Draft> {
  if (gone.size === 0) return drafts;
  const isThere = ({ fileId }: { fileId: string }) => !gone.has(fileId);
  const kept = [...drafts].map(([id, { text, files }]) => [id, { text, files: files.filter(isThere) }] as const);
  return new Map(kept.filter(([, { text, files }]) => text !== '' || files.length > 0));
}

/** A draft that was sent and whose removal was not stored any more gives way to its message. */
export function withoutSent(model: Model): Model {
  const { outbox, drafts } = model.state;
  return [...drafts].reduce((next, [id, draft]) => {
    const sent = outbox.find((item) => item.conversationId === id && sharesFile(draft, filesOf(item)));
    if (sent?.act.kind !== 'message') return next;
    const names = new Set(sent.act.files.map(({ fileId }) => fileId));
    const text = draft.text === sent.act.text ? '' : draft.text;
    return withDraft(next, id, { text, files: draft.files.filter(({ fileId }) => !names.has(fileId)) });
  }, model);
}

function sharesFile(draft: Draft, files: Draft['files']): boolean {
  return files.some(({ fileId }) => draft.files.some((file) => file.fileId === fileId));
}
