import { Check, Trash2 } from 'lucide';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import { Spinner } from '~/components/ui/spinner';
import { type MicrophoneProblem, problemOf, type Recording, startRecording } from './recording';

/** Milliseconds between two looks at how loud it is. */
const LOOK_MS = 100;
/** Bars shown: the last few seconds. */
const BARS = 48;
/** Milliseconds after which a recording is finished by itself: a microphone that was forgotten must not stay on. */
const LONGEST_MS = 60 * 60_000;
/** Milliseconds below which a press was a mistake, and there is nothing to hear. */
const SHORTEST_MS = 300;

interface VoiceRecorderProps {
  /** Also called with what was said until then when the recorder is left. */
  readonly onDone: (file: File) => void;
  /** Always called last: there is nothing to be recorded any more. */
  readonly onClose: () => void;
  readonly onProblem: (why: MicrophoneProblem) => void;
}

/** Records from when it appears, in the place of what is written. */
export function VoiceRecorder({ onDone, onClose, onProblem }: VoiceRecorderProps) {
  const t = useTranslations('media');
  const { playTime } = useFormats();
  const recording = useRef<Recording | null>(null);
  const [levels, setLevels] = useState<readonly number[]>([]);
  const [elapsed, setElapsed] = useState<number | null>(null);
  const finishButton = useRef<HTMLButtonElement>(null);
  const isOn = elapsed !== null;
  const called = t('voiceMessage');
  const handlers = useRef({ onDone, onClose, onProblem, called });
  useEffect(() => {
    handlers.current = { onDone, onClose, onProblem, called };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: it records from its beginning to its end.
  useEffect(() => {
    let isLeft = false;
    let timer: ReturnType<typeof setInterval> | undefined;

    function look(): void {
      const current = recording.current;
      if (!current) return;
      setElapsed(current.elapsed());
      setLevels((before) => [...before, current.level()].slice(-BARS));
      if (current.elapsed() > LONGEST_MS) void finish();
    }
    async function begin(): Promise<void> {
      try {
        const started = await startRecording();
        if (isLeft) return started.cancel();
        recording.current = started;
        timer = setInterval(look, LOOK_MS);
        look();
      } catch (error) {
        if (isLeft) return;
        handlers.current.onProblem(problemOf(error));
        handlers.current.onClose();
      }
    }
    void begin();
    return () => {
      isLeft = true;
      clearInterval(timer);
      // Nothing that was said is lost by looking into another conversation.
      void keep();
    };
  }, []);
  useEffect(() => {
    if (isOn) finishButton.current?.focus();
  }, [isOn]);

  async function keep(): Promise<void> {
    const current = recording.current;
    recording.current = null;
    if (!current) return;
    if (current.elapsed() < SHORTEST_MS) current.cancel();
    else handlers.current.onDone(await current.finish(handlers.current.called));
  }

  async function finish(): Promise<void> {
    await keep();
    handlers.current.onClose();
  }

  function cancel(): void {
    recording.current?.cancel();
    recording.current = null;
    onClose();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    cancel();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from either button.
    <div onKeyDown={onKeyDown} className="flex min-w-0 flex-1 items-center gap-1">
      <IconButton
        label={t('discard')}
        icon={<Icon of={Trash2} className="size-5" />}
        onClick={cancel}
        className="rounded-xl"
      />
      <span role="status" className="sr-only">
        {elapsed === null ? t('waitingForMicrophone') : t('recording')}
      </span>
      {elapsed === null ? (
        <span className="flex flex-1 items-center gap-2 text-sm text-muted">
          <Spinner /> {t('waitingForMicrophoneNow')}
        </span>
      ) : (
        <>
          <span aria-hidden className="size-2.5 shrink-0 animate-breathe rounded-full bg-danger" />
          <span role="timer" aria-label={t('recorded')} className="min-w-11 shrink-0 ps-1 text-sm tabular-nums">
            {playTime(elapsed)}
          </span>
          <Levels levels={levels} />
        </>
      )}
      <button
        ref={finishButton}
        type="button"
        aria-label={t('finish')}
        title={t('finish')}
        disabled={elapsed === null}
        onClick={() => void finish()}
        className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent text-on-accent transition-colors enabled:hover:bg-accent-strong disabled:bg-transparent disabled:text-muted"
      >
        <Icon of={Check} className="size-5" />
      </button>
    </div>
  );
}

/** How loud it was, the latest at the end. */
function Levels({ levels }: { readonly levels: readonly number[] }) {
  return (
    <span aria-hidden className="flex h-10 min-w-0 flex-1 items-center justify-end gap-0.5 overflow-hidden px-1">
      {levels.map((level, index) => (
        <span
          key={index}
          style={{ height: `${Math.max(8, level * 100)}%` }}
          className="w-0.5 shrink-0 rounded-full bg-accent-text"
        />
      ))}
    </span>
  );
}
