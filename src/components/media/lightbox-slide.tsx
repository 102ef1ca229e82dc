import { useEffect, useRef } from 'react';
import { type ContainerRect, stopNavigationEventsPropagation } from 'yet-another-react-lightbox';
import { Broken } from './broken';
import type { ShownFile } from './shown-file';
import { useAtOnce, usePicture } from './use-picture';
import VideoPlayer from './video-player';

interface LightboxImageProps {
  readonly file: ShownFile;
  readonly rect: ContainerRect;
}

/** A picture in full; its blurred likeness until it is there. */
export function LightboxImage({ file, rect }: LightboxImageProps) {
  const picture = usePicture(file, 'file');
  const { placeholder, local, remote, loaded, broken, onLoad, onError, retry } = picture;
  if (broken) return <Broken filename={file.filename} onRetry={retry} className="h-32 w-64 rounded-xl" />;
  const layer = 'absolute inset-0 size-full object-contain select-none';
  return (
    <div className="relative overflow-hidden" style={fitted(file, rect)}>
      {!loaded && (local ?? placeholder) && (
        <img
          src={local ?? placeholder}
          alt={remote ? '' : file.filename}
          draggable={false}
          className={local ? layer : `${layer} blur-lg`}
        />
      )}
      {remote && (
        <FullImage key={remote} url={remote} file={file} onLoad={onLoad} onError={onError} className={layer} />
      )}
    </div>
  );
}

interface FullImageProps {
  readonly url: string;
  readonly file: ShownFile;
  readonly onLoad: () => void;
  readonly onError: () => void;
  readonly className: string;
}

function FullImage({ url, file, onLoad, onError, className }: FullImageProps) {
  return (
    <img
      ref={useAtOnce(onLoad)}
      src={url}
      alt={file.filename}
      draggable={false}
      onLoad={onLoad}
      onError={onError}
      className={className}
    />
  );
}

interface LightboxFilmProps extends LightboxImageProps {
  /** It is the one on the screen. */
  readonly active: boolean;
  /** It was asked for. */
  readonly autoPlay: boolean;
}

/** A film in full. While its controls are used, the keys and gestures of the lightbox rest. */
export function LightboxFilm({ file, rect, active, autoPlay }: LightboxFilmProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!active) box.current?.querySelector('video')?.pause();
  }, [active]);
  return (
    <div ref={box} style={fitted(file, rect)} {...withoutEscape()}>
      <VideoPlayer file={file} autoPlay={autoPlay} className="size-full bg-black object-contain" />
    </div>
  );
}

/** Escape closes the lightbox from wherever the focus is. */
function withoutEscape() {
  const { onPointerDown, onKeyDown, onWheel } = stopNavigationEventsPropagation();
  return {
    onPointerDown,
    onWheel,
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key !== 'Escape') onKeyDown(event);
    },
  };
}

/** As large as there is room, and not larger than it is; films may grow. */
function fitted({ kind, width = 1280, height = 720 }: ShownFile, rect: ContainerRect) {
  const most = kind === 'video' ? Number.POSITIVE_INFINITY : 1;
  const scale = Math.min(most, rect.width / width, rect.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
