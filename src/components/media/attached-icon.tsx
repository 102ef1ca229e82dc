import { File, Image, type LucideIcon, Mic, Music, Video } from 'lucide-react';
import type { AttachedKind } from '~/contract/preview';

const ICONS: Record<AttachedKind, LucideIcon> = { image: Image, video: Video, voice: Mic, audio: Music, file: File };

/** Decorative, in the middle of a line. */
export function AttachedIcon({ kind }: { readonly kind: AttachedKind }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden className="me-1 inline size-3.5 align-[-2px]" />;
}
