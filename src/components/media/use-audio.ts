import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ShownFile } from './shown-file';
import { play, quietOthers, useMediaSource } from './use-media-source';

/** A recording and where one is in it; times in seconds. */
export interface Audio {
  readonly audio: RefObject<HTMLAudioElement | null>;
  /** For the `<audio>` element. */
  readonly props: React.ComponentProps<'audio'>;
  readonly playing: boolean;
  /** It was asked for and is not there yet. */
  readonly waiting: boolean;
  readonly broken: boolean;
  readonly position: number;
  /** As far as is known. */
  readonly duration: number;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
  readonly retry: () => void;
}

/** Nothing is loaded before it is played or sought. */
export function useAudio(file: ShownFile): Audio {
  const audio = useRef<HTMLAudioElement>(null);
  const [wanted, setWanted] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [position, setPosition] = useState(0);
  const [measured, setMeasured] = useState(0);
  const source = useMediaSource(file, wanted);
  const isThere = source.url !== null;
  /** What is to be done as soon as there is something to do it with. */
  const plan = useRef({ plays: false, seconds: 0 });

  useEffect(() => {
    if (isThere && plan.current.plays) void play(audio.current!);
  }, [isThere]);

  function look() {
    const { duration, currentTime } = audio.current!;
    // Recordings of browsers do not say how long they are.
    if (Number.isFinite(duration)) setMeasured(duration);
    setPosition(currentTime);
  }

  return {
    audio,
    props: {
      src: source.url ?? undefined,
      preload: 'metadata',
      onError: (event) => {
        setWaiting(false);
        source.onError(event);
      },
      onLoadedMetadata: (event) => {
        source.onLoadedMetadata(event);
        if (plan.current.seconds > 0) event.currentTarget.currentTime = plan.current.seconds;
        plan.current = { plays: false, seconds: 0 };
        look();
      },
      onPlay: (event) => quietOthers(event.currentTarget),
      onPlaying: () => {
        setPlaying(true);
        setWaiting(false);
      },
      onWaiting: () => setWaiting(true),
      onPause: () => {
        setPlaying(false);
        setWaiting(false);
      },
      onEnded: () => {
        setPlaying(false);
        audio.current!.currentTime = 0;
      },
      onTimeUpdate: look,
      onSeeked: look,
    },
    playing,
    waiting,
    broken: source.broken,
    position,
    duration: measured || (file.durationMs ?? 0) / 1_000,
    toggle() {
      if (isThere && audio.current?.error === null) {
        if (playing) audio.current.pause();
        else void play(audio.current);
        return;
      }
      plan.current.plays = true;
      setWaiting(true);
      setWanted(true);
    },
    seek(seconds) {
      setPosition(seconds);
      if (isThere && audio.current && audio.current.readyState > 0) audio.current.currentTime = seconds;
      else {
        plan.current.seconds = seconds;
        setWanted(true);
      }
    },
    retry: source.retry,
  };
}
