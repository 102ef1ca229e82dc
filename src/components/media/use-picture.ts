import { useCallback, useState } from 'react';
import type { ShownFile } from './shown-file';
import { useLink, type Variant } from './use-link';
import { useLocalUrl } from './use-local-url';

/** What there is to show of a picture or a film, from the coarsest to the finest. */
export interface Picture {
  /** A tiny likeness, there at once. */
  readonly placeholder: string | undefined;
  /** The bytes on this device; stays until the server's picture is there. */
  readonly local: string | null;
  readonly remote: string | null;
  /** The server's picture is on the screen. */
  readonly loaded: boolean;
  readonly broken: boolean;
  readonly onLoad: () => void;
  readonly onError: () => void;
  readonly retry: () => void;
}

/** The picture of a file: `thumbnail` as it stands in a conversation, `file` in full. Of a film, one frame. */
export function usePicture(file: ShownFile, wanted: Variant): Picture {
  const { source } = file;
  const attachment = source.type === 'remote' ? source.attachment : null;
  const variant = attachment?.thumbnailUrl ? wanted : 'file';
  // A film without a picture of its own has none.
  const shows = file.kind === 'image' || attachment?.thumbnailUrl !== undefined;
  const link = useLink(shows ? attachment : null, variant);
  const [loaded, setLoaded] = useState<string | null>(null);
  const isLoaded = loaded !== null && loaded === link.url;
  const local = useLocalUrl(useFileId(file, isLoaded));
  return {
    placeholder: file.placeholder,
    local,
    remote: link.url,
    loaded: isLoaded,
    broken: link.broken && local === null,
    onLoad: () => {
      setLoaded(link.url);
      link.worked();
    },
    onError: link.failed,
    retry: link.retry,
  };
}

/** Under which name the bytes are on this device; remembered when the message has come to the server, until `isOver`. */
function useFileId({ source }: ShownFile, isOver: boolean): string | null {
  const [fileId, setFileId] = useState(source.type === 'local' ? source.fileId : null);
  const now = source.type === 'local' ? source.fileId : isOver ? null : fileId;
  if (now !== fileId) setFileId(now);
  return now;
}

/** For an image's `ref`: one that the browser still has is there before the next frame, without `load`. */
export function useAtOnce(onLoad: () => void): (image: HTMLImageElement | null) => void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once, when the element comes.
  return useCallback((image) => {
    if (image?.complete && image.naturalWidth > 0) onLoad();
  }, []);
}
