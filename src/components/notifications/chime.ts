/** Seconds and hertz: two soft notes. */
const NOTES = [
  { at: 0, pitch: 660 },
  { at: 0.11, pitch: 880 },
];
const NOTE_SECONDS = 0.28;
const LOUDNESS = 0.12;
/** Milliseconds in which one chime is enough. */
const REST_MS = 2_000;

let context: AudioContext | null = null;
let playedAt = 0;

/** A short sound, made here; silent as long as the browser lets the page make none, and at most once in a while. */
export async function chime(): Promise<void> {
  const now = Date.now();
  if (now - playedAt < REST_MS || !navigator.userActivation?.hasBeenActive) return;
  playedAt = now;
  context ??= new AudioContext();
  await context.resume();
  for (const { at, pitch } of NOTES) {
    const start = context.currentTime + at;
    const tone = new OscillatorNode(context, { type: 'sine', frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + NOTE_SECONDS);
  }
}
