import { File, type IconNode, Image as ImageIcon, Mic, Music, Play, Video, X } from 'lucide';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import type { AttachmentKind } from '~/contract/media-types';
import type { Id } from '~/contract/primitives';
import type { PendingFile } from '~/sync/state';
import { useLocalUrl } from './use-local-url';

interface TrayProps {
  readonly conversationId: Id;
  readonly files: readonly PendingFile[];
  /** Files still being looked at. */
  readonly preparing: number;
  /** Has the focus once nothing is left here. */
  readonly next: RefObject<HTMLElement | null>;
}

/** What goes along with the message that is being written. */
export function Tray({ conversationId, files, preparing, next }: TrayProps) {
  const t = useTranslations('media');
  const engine = useEngine();
  const list = useRef<HTMLUListElement>(null);
  const seen = useRef(files.length);

  // What was just added is in view, also where more are there than fit.
  useEffect(() => {
    if (files.length > seen.current)
      list.current?.lastElementChild?.scrollIntoView({ inline: 'end', block: 'nearest' });
    seen.current = files.length;
  }, [files.length]);

  function remove(index: number): void {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const following = buttons[index + 1] ?? buttons[index - 1] ?? next.current;
    engine.detach(conversationId, files[index]?.fileId ?? '');
    following?.focus();
  }

  return (
    <>
      <p role="status" className="sr-only">
        {preparing > 0
          ? t('attachedPreparing', { count: files.length, preparing })
          : t('attached', { count: files.length })}
      </p>
      <ul
        ref={list}
        aria-label={t('filesToSend')}
        className="scroll-region mb-1 flex gap-2 overflow-x-auto overflow-y-hidden p-1.5"
      >
        {files.map((file, index) => (
          <Card key={file.fileId} file={file} onRemove={() => remove(index)} />
        ))}
        {Array.from({ length: preparing }, (_, index) => (
          <li
            key={`preparing ${index}`}
            className="grid size-20 shrink-0 place-items-center rounded-xl bg-hover text-muted"
          >
            <Spinner />
          </li>
        ))}
      </ul>
    </>
  );
}

interface CardProps {
  readonly file: PendingFile;
  readonly onRemove: () => void;
}

function Card({ file, onRemove }: CardProps) {
  const t = useTranslations('media');
  const { fileSize } = useFormats();
  const { kind, filename, size, width, poster } = file;
  // What could not be measured cannot be shown either.
  const isPicture = (kind === 'image' && width !== undefined) || (kind === 'video' && poster !== undefined);
  return (
    <li
      title={filename}
      className="relative h-20 shrink-0 animate-appear overflow-hidden rounded-xl border border-line bg-panel"
    >
      {isPicture ? <Picture file={file} /> : <Named file={file} />}
      <button
        type="button"
        aria-label={t('removeNamed', { filename, size: fileSize(size) })}
        title={t('remove')}
        onClick={onRemove}
        className="absolute end-1 top-1 grid size-7 place-items-center rounded-full bg-black/65 text-white hover:bg-black"
      >
        <Icon of={X} className="size-4" />
      </button>
    </li>
  );
}

function Picture({
  file: { fileId, kind, filename, size, placeholder, poster, durationMs },
}: {
  readonly file: PendingFile;
}) {
  const { fileSize, playTime } = useFormats();
  const isVideo = kind === 'video';
  const local = useLocalUrl(isVideo ? null : fileId);
  const source = isVideo ? (poster ? `data:image/jpeg;base64,${poster}` : null) : local;
  return (
    <div
      style={placeholder ? { backgroundImage: `url("${placeholder}")` } : undefined}
      className="grid size-20 bg-center bg-cover"
    >
      {source && (
        <img
          src={source}
          alt={filename}
          decoding="async"
          draggable={false}
          className="col-start-1 row-start-1 size-20 object-cover"
        />
      )}
      {isVideo && (
        <Icon
          of={Play}
          className="z-1 col-start-1 row-start-1 size-6 place-self-center fill-white text-white drop-shadow"
        />
      )}
      <span className="z-1 col-start-1 row-start-1 self-end truncate bg-black/60 px-1.5 py-0.5 text-center text-2xs text-white">
        {isVideo && durationMs !== undefined ? playTime(durationMs) : fileSize(size)}
      </span>
    </div>
  );
}

const ICONS: Record<AttachmentKind, IconNode> = { image: ImageIcon, video: Video, audio: Music, file: File };

function Named({ file: { kind, filename, size, durationMs, wave } }: { readonly file: PendingFile }) {
  const { fileSize, playTime } = useFormats();
  const icon = wave ? Mic : ICONS[kind];
  return (
    <div className="flex h-full w-52 max-w-[60vw] items-center gap-2.5 ps-3 pe-10">
      <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent-text">
        <Icon of={icon} className="size-5" />
      </span>
      <span className="grid min-w-0 flex-1 leading-tight">
        <span dir="auto" className="wrap-anything line-clamp-2 text-sm font-medium">
          {filename}
        </span>
        <span className="text-xs text-muted">
          {durationMs !== undefined && `${playTime(durationMs)} · `}
          {fileSize(size)}
        </span>
      </span>
    </div>
  );
}
