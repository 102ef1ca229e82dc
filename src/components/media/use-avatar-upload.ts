import { useRef } from 'react';
import { useSync } from '~/components/app/engine-context';
import { trpc } from '~/components/app/trpc';
import type { Id } from '~/contract/primitives';
import { tusUploader } from './tus-uploader';
import type { AvatarChange } from './use-avatar-choice';

/**
 * Brings a chosen picture to the server. Answers what to say about it: the id of its upload, null for none any more, and
 * undefined if it stays as it is. Rejects as calls do; a retry goes on where the attempt before ended.
 */
export function useAvatarUpload(): (change: AvatarChange) => Promise<Id | null | undefined> {
  const meId = useSync((state) => state.me.id);
  const { mutateAsync: create } = trpc.upload.create.useMutation();
  const done = useRef(new Map<string, Id>());

  return async (change) => {
    if (change.kind !== 'new') return change.kind === 'remove' ? null : undefined;
    const { file, clientId } = change;
    const uploaded = done.current.get(clientId);
    if (uploaded) return uploaded;
    const ticket = await create({ filename: file.name, size: file.size, mimeType: file.type, clientId });
    await tusUploader(meId)({ url: ticket.url, file, onProgress() {}, signal: new AbortController().signal });
    done.current.set(clientId, ticket.uploadId);
    return ticket.uploadId;
  };
}
