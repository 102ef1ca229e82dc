import { Pause, Play } from 'lucide';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import { Broken } from './broken';
import { ProgressRing } from './progress-ring';
import type { ShownFile } from './shown-file';
import { useAudio } from './use-audio';
import { waveBars } from './wave-bars';

/** Seconds one press of an arrow key goes. */
const STEP = 5;

/** A voice message or a piece of music: plays, seeks, and shows its wave if it has one. */
export function AudioPlayer({ file }: { readonly file: ShownFile }) {
  const t = useTranslations('media');
  const { playTime } = useFormats();
  const { audio, props, playing, waiting, broken, position, duration, toggle, seek, retry } = useAudio(file);
  const { filename, wave, progress, size } = file;
  if (broken) return <Broken filename={filename} onRetry={retry} className="size-full rounded-xl" />;
  return (
    <fieldset
      aria-label={wave ? t('voiceMessage') : filename}
      className="flex size-full min-w-0 items-center gap-2 p-1"
    >
      <audio ref={audio} {...props} />
      <button
        type="button"
        aria-label={playing ? t('pause') : t('play')}
        onClick={toggle}
        className="relative grid size-11 shrink-0 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-strong"
      >
        {waiting ? (
          <Spinner />
        ) : playing ? (
          <Icon of={Pause} className="size-5" />
        ) : (
          <Icon of={Play} className="ms-0.5 size-5" />
        )}
        {progress && <ProgressRing progress={progress} size={size} className="absolute inset-0" />}
      </button>
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        {!wave && <bdi className="truncate text-sm font-medium">{filename}</bdi>}
        <Seek wave={wave} position={position} duration={duration} onSeek={seek} />
        <span className="text-xs text-muted tabular-nums">
          {playTime((playing || position > 0 ? position : duration) * 1_000)}
        </span>
      </div>
    </fieldset>
  );
}

interface SeekProps {
  readonly wave: readonly number[] | undefined;
  readonly position: number;
  readonly duration: number;
  readonly onSeek: (seconds: number) => void;
}

/** A slider the browser makes, unseen over what is drawn. Time runs from left to right whatever the language. */
function Seek({ wave, position, duration, onSeek }: SeekProps) {
  const t = useTranslations('media');
  const { playTime } = useFormats();
  const part = duration > 0 ? Math.min(1, position / duration) : 0;

  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSeek(Math.max(0, Math.min(duration, position + step)));
  }

  return (
    <div
      dir="ltr"
      className="relative h-8 rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
    >
      {wave ? <Wave wave={wave} part={part} /> : <Bar part={part} />}
      <input
        type="range"
        aria-label={t('position')}
        aria-valuetext={t('positionOf', { position: playTime(position * 1_000), duration: playTime(duration * 1_000) })}
        min={0}
        max={duration}
        step="any"
        value={Math.min(position, duration)}
        disabled={duration === 0}
        onKeyDown={onKeyDown}
        onChange={(event) => onSeek(event.target.valueAsNumber)}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -6 * STEP,
  PageUp: 6 * STEP,
};

function Wave({ wave, part }: { readonly wave: readonly number[]; readonly part: number }) {
  const { viewBox, path, stroke } = useMemo(() => waveBars(wave), [wave]);
  const bars = (className: string, clipPath?: string) => (
    <svg
      aria-hidden
      viewBox={viewBox}
      preserveAspectRatio="none"
      className={`absolute inset-0 size-full ${className}`}
      style={{ clipPath }}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth={stroke} strokeLinecap="round" />
    </svg>
  );
  return (
    <>
      {bars('text-ink/30')}
      {bars('text-accent-text', `inset(0 ${(1 - part) * 100}% 0 0)`)}
    </>
  );
}

function Bar({ part }: { readonly part: number }) {
  return (
    <>
      <div className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-ink/20" />
      <div
        className="absolute start-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-accent-text"
        style={{ width: `${part * 100}%` }}
      />
      <div
        className="absolute top-1/2 size-3 -translate-1/2 rounded-full bg-accent-text"
        style={{ left: `${part * 100}%` }}
      />
    </>
  );
}
