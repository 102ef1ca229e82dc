import { Suspense, useState } from 'react';
import { lazily } from '~/components/app/lazily';
import type { Grid } from './grid-layout';
import { PictureTile } from './picture-tile';
import type { ShownFile } from './shown-file';

const VideoPlayer = lazily(() => import('./video-player'));

interface PictureGridProps {
  readonly files: readonly ShownFile[];
  readonly grid: Grid;
  /** Shows the picture of that place in full. */
  readonly onOpen: (at: number) => void;
}

/** The pictures and films of a message, in the box that they were given. */
export function PictureGrid({ files, grid: { columns, rows, cells, more }, onOpen }: PictureGridProps) {
  const [single] = files;
  if (single && files.length === 1) return <Single key={single.key} file={single} onOpen={() => onOpen(0)} />;
  return (
    <div
      className="absolute inset-0 grid gap-0.5"
      style={{ gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` }}
    >
      {cells.map((area, at) => {
        const file = files[at]!;
        return (
          <div key={file.key} className="relative" style={{ gridArea: area }}>
            <PictureTile file={file} more={at === cells.length - 1 ? more : 0} onOpen={() => onOpen(at)} />
          </div>
        );
      })}
    </div>
  );
}

/** A single film plays where it is. */
function Single({ file, onOpen }: { readonly file: ShownFile; readonly onOpen: () => void }) {
  const [playing, setPlaying] = useState(false);
  if (!playing) return <PictureTile file={file} onOpen={file.kind === 'video' ? () => setPlaying(true) : onOpen} />;
  return (
    <Suspense fallback={<div className="absolute inset-0 bg-black" />}>
      <VideoPlayer file={file} autoPlay takesFocus className="absolute inset-0 size-full bg-black object-contain" />
    </Suspense>
  );
}
