import { Upload } from 'lucide';
import type { RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import { bdi } from '~/components/ui/bdi';
import { Icon } from '~/components/ui/icon';
import { useFileDrop } from './use-file-drop';

interface DropZoneProps {
  readonly zone: RefObject<HTMLElement | null>;
  /** `null` while there is no place for files. */
  readonly onFiles: ((files: readonly File[]) => void) | null;
  readonly title: string;
}

/** Takes files that are let go over the zone, and says so over it while they are held there. */
export function DropZone({ zone, onFiles, title }: DropZoneProps) {
  return useFileDrop(zone, onFiles) && <DropOverlay title={title} />;
}

function DropOverlay({ title }: { readonly title: string }) {
  const t = useTranslations('media');
  return (
    <div className="pointer-events-none absolute inset-0 z-20 grid animate-appear bg-canvas/80 p-3 backdrop-blur-xs md:p-5">
      <div className="grid place-content-center justify-items-center gap-3 rounded-2xl border-2 border-accent-text border-dashed bg-accent-soft/80 p-4 text-center">
        <Icon of={Upload} className="size-10 text-accent-text" />
        <p className="wrap-anything text-lg font-semibold">{t('drop')}</p>
        <p className="wrap-anything text-sm text-muted">{t.rich('dropTo', { title, bdi })}</p>
      </div>
    </div>
  );
}
