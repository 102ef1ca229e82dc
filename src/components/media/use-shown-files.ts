import { useMemo } from 'react';
import { useSync } from '~/components/app/engine-context';
import type { Attachment } from '~/contract/upload';
import type { PendingFile, SyncState } from '~/sync/state';
import { type ShownFile, shownAttachments, shownPending } from './shown-file';

const NOT_ON_ITS_WAY: SyncState['uploads'] = new Map();

/** The files of a message: the server's, or with how far they have come if it is on its way. */
export function useShownFiles(
  attachments: readonly Attachment[],
  pending: readonly PendingFile[],
): readonly ShownFile[] {
  const isOnItsWay = pending.length > 0;
  const uploads = useSync((state) => (isOnItsWay ? state.uploads : NOT_ON_ITS_WAY));
  return useMemo(
    () => (isOnItsWay ? shownPending(pending, uploads) : shownAttachments(attachments)),
    [isOnItsWay, pending, uploads, attachments],
  );
}
