import { WAVE_POINTS } from '~/contract/limits';
import type { CreateUploadInput } from '~/contract/upload';
import { type Picture, photo } from './pictures';

/** A file of the story, as it is announced and sent. */
export interface StoryFile {
  readonly about: Pick<CreateUploadInput, 'filename' | 'mimeType' | 'durationMs' | 'wave'>;
  readonly bytes: Buffer;
}

export type Attached = Picture | 'melody' | 'programme';

/** Made when it is asked for; always the same. */
export async function fileOf(name: Attached): Promise<StoryFile> {
  if (name === 'melody') return melody();
  if (name === 'programme') return programme();
  return { about: { filename: `${name}.jpg`, mimeType: 'image/jpeg' }, bytes: await photo(name) };
}

const RATE_HZ = 16_000;

/** Semitones above the A below middle C, and beats. */
const TUNE = [
  [12, 1],
  [15, 1],
  [19, 2],
  [17, 1],
  [15, 1],
  [14, 2],
  [10, 1],
  [14, 1],
  [17, 2],
  [15, 1],
  [14, 1],
  [12, 3],
] as const;
const BEAT_SECONDS = 0.42;

/** A voice message: a tune on two reeds, slightly out of tune. */
function melody(): StoryFile {
  const notes = TUNE.map(([semitones, beats]) => reed(220 * 2 ** (semitones / 12), beats * BEAT_SECONDS));
  const samples = Float64Array.from(notes.flatMap((note) => [...note]));
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => void data.writeInt16LE(Math.round(sample * 20_000), at * 2));
  return {
    about: {
      filename: 'voice-melody.wav',
      mimeType: 'audio/wav',
      durationMs: Math.round((samples.length / RATE_HZ) * 1000),
      wave: loudness(samples),
    },
    bytes: Buffer.concat([wavHead(data.length), data]),
  };
}

function reed(pitchHz: number, seconds: number): Float64Array {
  return Float64Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, at) => {
    const time = at / RATE_HZ;
    const swell = Math.min(1, time / 0.06, (seconds - time) / 0.12) * (0.75 + 0.25 * Math.sin(time * 9));
    const tone = (pitch: number) =>
      [1, 0.5, 0.35, 0.2].reduce(
        (sum, share, harmonic) => sum + share * Math.sin(2 * Math.PI * pitch * (harmonic + 1) * time),
        0,
      );
    return (swell * (tone(pitchHz) + tone(pitchHz * 1.006))) / 4.2;
  });
}

function loudness(samples: Float64Array): number[] {
  const length = Math.floor(samples.length / WAVE_POINTS);
  return Array.from({ length: WAVE_POINTS }, (_, at) => {
    const part = samples.subarray(at * length, (at + 1) * length);
    const mean = Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / length);
    return Math.min(100, Math.round(mean * 220));
  });
}

/** One channel of 16 bits. */
function wavHead(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE_HZ, 24);
  head.writeUInt32LE(RATE_HZ * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}

const PROGRAMME = [
  '18:00  Boats leave the boathouse',
  '19:30  Kitchen opens',
  '20:30  The tale of the lantern that feared the dark (Layla)',
  '21:00  The sign from the quay, and all lanterns, east to west',
  '21:04  Music (Mateo and whoever brings an instrument)',
  '23:00  Everything goes back into its box',
] as const;

/** A document of one page. */
function programme(): StoryFile {
  const text = [
    'BT /F1 26 Tf 60 760 Td (Lantern Night) Tj /F1 12 Tf 0 -40 Td',
    ...PROGRAMME.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj 0 -24 Td`),
    'ET',
  ].join('\n');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = pdf.length;
    pdf += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`;
  return {
    about: { filename: 'lantern-night-programme.pdf', mimeType: 'application/pdf' },
    bytes: Buffer.from(pdf + end, 'latin1'),
  };
}
