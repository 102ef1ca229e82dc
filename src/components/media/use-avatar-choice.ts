import { useEffect, useState } from 'react';
import { mintClientId } from '~/components/app/mint-client-id';
import { squareOf } from './avatar-square';

/** What is to become of the picture of a person, a group or a room. */
export type AvatarChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  /** `clientId` names its upload, also when that is tried again. */
  | { readonly kind: 'new'; readonly file: File; readonly url: string; readonly clientId: string };

export interface AvatarChoice {
  readonly change: AvatarChange;
  /** The name of the last file, if it is no picture that can be read. */
  readonly unreadable: string | null;
  choose(files: readonly File[]): void;
  remove(): void;
}

const KEEP: AvatarChange = { kind: 'keep' };

export function useAvatarChoice(): AvatarChoice {
  const [change, setChange] = useState<AvatarChange>(KEEP);
  const [unreadable, setUnreadable] = useState<string | null>(null);

  useEffect(() => {
    if (change.kind !== 'new') return;
    // Not at once: in development effects are undone and done again.
    return () => void setTimeout(() => URL.revokeObjectURL(change.url), REVOKED_AFTER_MS);
  }, [change]);

  return {
    change,
    unreadable,
    async choose([chosen]) {
      if (!chosen) return;
      try {
        const file = await squareOf(chosen);
        setChange({ kind: 'new', file, url: URL.createObjectURL(file), clientId: mintClientId() });
        setUnreadable(null);
      } catch {
        setUnreadable(chosen.name);
      }
    },
    remove() {
      setChange({ kind: 'remove' });
      setUnreadable(null);
    },
  };
}

const REVOKED_AFTER_MS = 60_000;
