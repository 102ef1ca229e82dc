import type { AttachmentKind } from '~/contract/media-types';
import type { FileAbout } from '~/sync/state';
import { drawn, fitWithin, jpegWithin, likenessOf } from './frame';
import { posterMoment } from './poster-moment';
import { waveOf } from './wave';

/** What a browser can tell of a file before it is sent; what could not be found out is left out. */
export type Measured = Omit<FileAbout, 'filename' | 'kind' | 'mimeType'>;

type Finding = { -readonly [K in keyof Measured]: Measured[K] };

/** Milliseconds a file is looked at: nobody waits longer for what is only nice to know. */
export const MEASURE_MS = 4_000;
/** Pixels of the longer side of a poster, and its bytes: it travels with the request that announces the video. */
const POSTER_SIDE = 640;
const POSTER_BYTES = 96 * 1024;
/** Bytes of a sound file that is decoded for its wave: decoded it takes fifty times as much memory. */
const DECODED_MAX = 4 * 1024 * 1024;
/** Pixels beyond which nothing can be said; the contract's limit. */
const SIDE_MAX = 65_535;

export interface MeasureOptions {
  /** Of what was recorded here: a wave is how a voice looks, other sounds are known by their names. */
  readonly isVoice: boolean;
  /** Milliseconds. */
  readonly patience?: number;
}

/** Settles within `patience` and never rejects. */
export async function measure(file: Blob, kind: AttachmentKind, options: MeasureOptions): Promise<Measured> {
  const { isVoice, patience = MEASURE_MS } = options;
  if (kind === 'file' || patience <= 0) return {};
  const found: Finding = {};
  const over = new AbortController();
  const url = URL.createObjectURL(file);
  const timer = setTimeout(() => over.abort(), patience);
  try {
    await Promise.race([MEASURES[kind]({ file, url, found, signal: over.signal, isVoice }), aborted(over.signal)]);
  } catch {
    // What was found until then is what there is.
  } finally {
    clearTimeout(timer);
    over.abort();
    URL.revokeObjectURL(url);
  }
  return { ...found };
}

interface Look {
  readonly file: Blob;
  /** Of its bytes, until it is over. */
  readonly url: string;
  readonly found: Finding;
  readonly signal: AbortSignal;
  readonly isVoice: boolean;
}

type Measure = (look: Look) => Promise<void>;

const MEASURES: Record<Exclude<AttachmentKind, 'file'>, Measure> = {
  async image({ url, found }) {
    const image = new Image();
    image.src = url;
    await image.decode();
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    note(found, size);
    const placeholder = likenessOf(image, size);
    if (placeholder) found.placeholder = placeholder;
  },

  async video({ url, found, signal }) {
    const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, preload: 'auto' });
    signal.addEventListener('abort', () => {
      video.removeAttribute('src');
      video.load();
    });
    const known = once(video, 'loadedmetadata', signal);
    video.src = url;
    await known;
    const size = { width: video.videoWidth, height: video.videoHeight };
    if (Number.isFinite(video.duration)) found.durationMs = Math.round(video.duration * 1000);
    if (size.width === 0) return;
    note(found, size);
    const there = once(video, 'seeked', signal);
    video.currentTime = posterMoment(found.durationMs);
    await there;
    const placeholder = likenessOf(video, size);
    if (placeholder) found.placeholder = placeholder;
    const poster = await jpegWithin(drawn(video, fitWithin(size, POSTER_SIDE)), POSTER_BYTES);
    if (poster) found.poster = await base64Of(poster);
  },

  async audio({ file, url, found, signal, isVoice }) {
    const audio = Object.assign(new Audio(), { preload: 'metadata' });
    const known = once(audio, 'loadedmetadata', signal);
    audio.src = url;
    await known;
    if (Number.isFinite(audio.duration)) found.durationMs = Math.round(audio.duration * 1000);
    audio.removeAttribute('src');
    // What was recorded in a browser does not say how long it is until it is decoded.
    if (file.size > DECODED_MAX || (!isVoice && found.durationMs !== undefined)) return;
    const context = new OfflineAudioContext(1, 1, 16_000);
    const decoded = await context.decodeAudioData(await file.arrayBuffer());
    found.durationMs = Math.round(decoded.duration * 1000);
    if (isVoice) found.wave = waveOf(decoded.getChannelData(0));
  },
};

function note(found: Finding, { width, height }: { readonly width: number; readonly height: number }): void {
  if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) return;
  found.width = width;
  found.height = height;
}

/** Rejects when the file cannot be read, or when it is over. */
function once(media: HTMLMediaElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    media.addEventListener(event, () => resolve(), { once: true, signal });
    media.addEventListener('error', () => reject(new Error('the file cannot be played')), { once: true, signal });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
