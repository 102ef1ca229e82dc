import { File, type IconNode, Image, Mic, Music, Video } from 'lucide';
import { Icon } from '~/components/ui/icon';
import type { AttachedKind } from '~/contract/preview';

const ICONS: Record<AttachedKind, IconNode> = { image: Image, video: Video, voice: Mic, audio: Music, file: File };

/** Decorative, in the middle of a line. */
export function AttachedIcon({ kind }: { readonly kind: AttachedKind }) {
  const icon = ICONS[kind];
  return <Icon of={icon} className="me-1 inline size-3.5 align-[-2px]" />;
}
