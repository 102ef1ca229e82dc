import { type SyntheticEvent, useRef, useState } from 'react';
import type { ShownFile } from './shown-file';
import { useLink } from './use-link';
import { useLocalUrl } from './use-local-url';

type MediaEvent = SyntheticEvent<HTMLMediaElement>;

/** What a `<video>` or `<audio>` plays, and what it has to tell. */
export interface MediaSource {
  /** Null until it is wanted and known. */
  readonly url: string | null;
  readonly broken: boolean;
  readonly retry: () => void;
  readonly onError: (event: MediaEvent) => void;
  readonly onLoadedMetadata: (event: MediaEvent) => void;
}

/**
 * The bytes of a film or a recording, once they are `wanted`. Who began with those on this device keeps them. A link that
 * ends in the middle is renewed, and playing goes on where it was.
 */
export function useMediaSource({ source }: ShownFile, wanted: boolean): MediaSource {
  const [fileId] = useState(source.type === 'local' ? source.fileId : null);
  const local = useLocalUrl(fileId);
  const attachment = source.type === 'remote' ? source.attachment : null;
  const link = useLink(wanted && !local ? attachment : null, 'file');
  const left = useRef<{ readonly seconds: number; readonly plays: boolean } | null>(null);
  return {
    url: wanted ? (local ?? link.url) : null,
    broken: link.broken,
    retry: link.retry,
    onError({ currentTarget: { error, currentTime, paused } }) {
      left.current ??= { seconds: currentTime, plays: !paused };
      if (error?.code === MediaError.MEDIA_ERR_DECODE) link.giveUp();
      else link.failed();
    },
    onLoadedMetadata({ currentTarget: media }) {
      link.worked();
      if (!left.current) return;
      const { seconds, plays } = left.current;
      left.current = null;
      media.currentTime = seconds;
      if (plays) void play(media);
    },
  };
}

/** Starts it; a browser that does not allow that leaves it to the person. */
export function play(media: HTMLMediaElement): Promise<void> {
  return media.play().catch(() => {});
}

/** One voice at a time. */
export function quietOthers(media: HTMLMediaElement): void {
  for (const other of document.querySelectorAll<HTMLMediaElement>('audio, video')) if (other !== media) other.pause();
}
