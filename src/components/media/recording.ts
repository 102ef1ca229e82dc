import { loudnessOf } from './wave';

/** Bits of sound a second: speech is clear, and an hour is 14 MB. */
const BITS_PER_SECOND = 32_000;
/** What browsers can record, best first: the first is heard everywhere, the second is Safari's. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const ENDINGS: Readonly<Record<string, string>> = { 'audio/webm': 'weba', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' };

/** The microphone is on until one of `finish` and `cancel` is called. */
export interface Recording {
  /** How loud it is now, from 0 to 1, as ears judge it. */
  level(): number;
  /** Milliseconds since it began. */
  elapsed(): number;
  /** `called`: what its file is called, before the moment. */
  finish(called: string): Promise<File>;
  cancel(): void;
}

/** Asks for the microphone and records it. Rejects with what `problemOf` knows. */
export async function startRecording(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  try {
    return record(stream);
  } catch (error) {
    letGo(stream);
    throw error;
  }
}

function record(stream: MediaStream): Recording {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType && { mimeType }) });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  recorder.start();
  const startedAt = performance.now();

  async function stop(): Promise<void> {
    if (recorder.state !== 'inactive') recorder.stop();
    letGo(stream);
    if (context.state !== 'closed') await context.close();
    await stopped;
  }

  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.min(1, Math.sqrt(loudnessOf(samples)) * 1.6);
    },
    elapsed: () => performance.now() - startedAt,
    async finish(called) {
      await stop();
      const type = recorder.mimeType.split(';')[0] ?? '';
      return new File(parts, `${nameAt(new Date(), called)}.${ENDINGS[type] ?? 'weba'}`, { type });
    },
    cancel: () => void stop(),
  };
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** By the clock of the person who speaks; sorts by time. */
export function nameAt(at: Date, called: string): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${called} ${day} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
}

/** Why there is no recording. */
export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'other';

export function problemOf(error: unknown): MicrophoneProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'other';
  }
}
