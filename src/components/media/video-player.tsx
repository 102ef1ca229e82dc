import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Spinner } from '~/components/ui/spinner';
import { Broken } from './broken';
import type { ShownFile } from './shown-file';
import { useLink } from './use-link';
import { quietOthers, useMediaSource } from './use-media-source';

interface VideoPlayerProps {
  readonly file: ShownFile;
  readonly autoPlay?: boolean;
  /** It stands where the button was that started it. */
  readonly takesFocus?: boolean;
  readonly className: string;
}

/** A film with the browser's own controls. */
export default function VideoPlayer({ file, autoPlay = false, takesFocus = false, className }: VideoPlayerProps) {
  const t = useTranslations('media');
  const video = useRef<HTMLVideoElement>(null);
  const { url, broken, retry, onError, onLoadedMetadata } = useMediaSource(file, true);
  const poster = useLink(file.source.type === 'remote' ? file.source.attachment : null, 'thumbnail');
  const isThere = url !== null;

  useEffect(() => {
    if (takesFocus && isThere) video.current?.focus({ preventScroll: true });
  }, [takesFocus, isThere]);

  if (broken) return <Broken filename={file.filename} onRetry={retry} className={className} />;
  if (!url) {
    return (
      <div className={`grid place-items-center ${className}`}>
        <Spinner label={t('loadingVideo')} />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people send has no captions.
    <video
      ref={video}
      src={url}
      poster={poster.url ?? file.placeholder}
      aria-label={file.filename}
      controls
      playsInline
      autoPlay={autoPlay}
      preload="metadata"
      onPlay={(event) => quietOthers(event.currentTarget)}
      onError={onError}
      onLoadedMetadata={onLoadedMetadata}
      className={className}
    />
  );
}
