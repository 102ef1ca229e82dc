import { Play } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import { Broken } from './broken';
import { PictureLayers } from './picture';
import { ProgressRing } from './progress-ring';
import type { ShownFile } from './shown-file';
import { usePicture } from './use-picture';

interface PictureTileProps {
  readonly file: ShownFile;
  /** Pictures behind this one. */
  readonly more?: number;
  readonly onOpen: () => void;
}

/** A picture, or a film that waits to be played, in a box that is there before it. */
export function PictureTile({ file, more = 0, onOpen }: PictureTileProps) {
  const t = useTranslations('media');
  const { playTime, number } = useFormats();
  const picture = usePicture(file, 'thumbnail');
  const { kind, durationMs, progress, size } = file;
  if (picture.broken) return <Broken filename={file.filename} onRetry={picture.retry} className="size-full" />;
  const isFilm = kind === 'video';
  return (
    <button
      type="button"
      onClick={onOpen}
      className="absolute inset-0 size-full overflow-hidden bg-line focus-visible:outline-offset-[-3px] pointer-coarse:[-webkit-touch-callout:none]"
    >
      <PictureLayers file={file} picture={picture} />
      {isFilm && more === 0 && (
        <>
          <span className="sr-only">{t('playVideo')}</span>
          {!isMoving(progress) && (
            <span className="absolute inset-0 grid place-items-center">
              <span className="grid size-12 place-items-center rounded-full bg-black/55 text-white">
                <Icon of={Play} className="ms-0.5 size-6 fill-current" />
              </span>
            </span>
          )}
          {durationMs !== undefined && <Label>{playTime(durationMs)}</Label>}
        </>
      )}
      {isAnimated(file) && more === 0 && <Label>GIF</Label>}
      {progress && <ProgressRing progress={progress} size={size} className="absolute inset-0 m-auto" />}
      {more > 0 && (
        <span className="absolute inset-0 grid place-items-center bg-black/55 text-2xl font-semibold text-white">
          <span aria-hidden>+{number(more)}</span>
          <span className="sr-only">{t('andMore', { count: more })}</span>
        </span>
      )}
    </button>
  );
}

function Label({ children }: { readonly children: string }) {
  return (
    <span className="absolute start-1.5 bottom-1.5 rounded-md bg-black/60 px-1.5 py-0.5 text-xs text-white tabular-nums">
      {children}
    </span>
  );
}

/** The thumbnail stands still. */
function isAnimated({ source }: ShownFile): boolean {
  return (
    source.type === 'remote' && source.attachment.mimeType === 'image/gif' && Boolean(source.attachment.thumbnailUrl)
  );
}

function isMoving(progress: ShownFile['progress']): boolean {
  return progress?.status === 'waiting' || progress?.status === 'sending';
}
