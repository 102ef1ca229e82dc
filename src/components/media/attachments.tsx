import { Suspense } from 'react';
import { lazilyOffline } from '~/components/app/lazily';
import { gridOf } from './grid-layout';
import type { ShownFile } from './shown-file';

const PictureGrid = lazilyOffline((parts) => parts.PictureGrid);
const AudioPlayer = lazilyOffline((parts) => parts.AudioPlayer);
const DocumentCard = lazilyOffline((parts) => parts.DocumentCard);

interface AttachmentsProps {
  readonly files: readonly ShownFile[];
  /** Shows the pictures and films in full, beginning with one of them. */
  readonly onOpen: (pictures: readonly ShownFile[], at: number) => void;
}

/**
 * The files of a message: pictures together, then what sounds, then documents, each in the order they were attached.
 * All have their boxes before anything is loaded, also the code that fills them.
 */
export function Attachments({ files, onOpen }: AttachmentsProps) {
  const pictures = files.filter(({ kind }) => kind === 'image' || kind === 'video');
  const sounds = files.filter(({ kind }) => kind === 'audio');
  const documents = files.filter(({ kind }) => kind === 'file');
  const grid = gridOf(pictures);
  return (
    <div className="grid max-w-full grid-cols-[minmax(0,auto)] gap-1">
      {pictures.length > 0 && (
        <div
          className="relative max-w-full overflow-hidden rounded-xl"
          style={{ width: grid.width, aspectRatio: grid.ratio }}
        >
          <Suspense fallback={<div className="absolute inset-0 bg-line" />}>
            <PictureGrid files={pictures} grid={grid} onOpen={(at) => onOpen(pictures, at)} />
          </Suspense>
        </div>
      )}
      {sounds.map((file) => (
        <div key={file.key} className={`w-72 max-w-full ${file.wave ? 'h-14' : 'h-19'}`}>
          <Suspense>
            <AudioPlayer file={file} />
          </Suspense>
        </div>
      ))}
      {documents.map((file) => (
        <div key={file.key} className="h-14 w-72 max-w-full">
          <Suspense>
            <DocumentCard file={file} />
          </Suspense>
        </div>
      ))}
    </div>
  );
}
