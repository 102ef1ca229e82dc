import { useState } from 'react';
import { classNames } from '~/components/ui/class-names';
import { posterMoment } from './poster-moment';
import type { ShownFile } from './shown-file';
import { type Picture, useAtOnce } from './use-picture';

interface PictureLayersProps {
  readonly file: ShownFile;
  readonly picture: Picture;
}

const LAYER = 'absolute inset-0 size-full object-cover';

/** Fills the box it stands in: a blurred likeness at once, over it what is on this device, over that the server's picture. */
export function PictureLayers({ file, picture }: PictureLayersProps) {
  const { placeholder, local, remote, loaded } = picture;
  return (
    <>
      {placeholder && !loaded && !local && (
        <img
          src={placeholder}
          alt=""
          aria-hidden
          draggable={false}
          className={classNames(LAYER, 'scale-110 blur-md')}
        />
      )}
      {local && !loaded && <LocalPicture file={file} url={local} />}
      {remote && <RemotePicture key={remote} url={remote} filename={file.filename} picture={picture} />}
      {!remote && <span className="sr-only">{file.filename}</span>}
    </>
  );
}

function LocalPicture({ file, url }: { readonly file: ShownFile; readonly url: string }) {
  const [unreadable, setUnreadable] = useState<string | null>(null);
  // What the browser cannot read the server will refuse, and its words stand below.
  if (unreadable === url) return null;
  const onError = () => setUnreadable(url);
  if (file.kind === 'image') {
    return <img src={url} alt="" aria-hidden draggable={false} onError={onError} className={LAYER} />;
  }
  // The frame that the server will show.
  const moment = `${url}#t=${posterMoment(file.durationMs)}`;
  return (
    <video
      src={moment}
      muted
      playsInline
      preload="metadata"
      tabIndex={-1}
      aria-hidden
      onError={onError}
      className={LAYER}
    />
  );
}

interface RemotePictureProps {
  readonly url: string;
  readonly filename: string;
  readonly picture: Picture;
}

function RemotePicture({ url, filename, picture: { local, loaded, onLoad, onError } }: RemotePictureProps) {
  // Over the very same picture there is nothing to fade in.
  const [fades] = useState(local === null);
  return (
    <img
      ref={useAtOnce(onLoad)}
      src={url}
      alt={filename}
      loading="lazy"
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget }) => void currentTarget.decode().then(onLoad, onLoad)}
      onError={onError}
      className={classNames(LAYER, fades && 'transition-opacity duration-200', !loaded && 'opacity-0')}
    />
  );
}
