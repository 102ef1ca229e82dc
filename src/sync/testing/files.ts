import type { FileAbout } from '~/sync/state';

const contents = new WeakMap<Blob, string>();

/** Bytes whose content is known without reading them, which takes time that no test decides about. */
export function aBlob(content: string): Blob {
  const blob = new Blob([content]);
  contents.set(blob, content);
  return blob;
}

export function contentOf(blob: Blob): string {
  const content = contents.get(blob);
  if (content === undefined) throw new Error('not made by aBlob');
  return content;
}

/** What is said of a file that is attached. */
export function about(filename = 'notes.txt'): FileAbout {
  return { filename, mimeType: 'text/plain', kind: 'file' };
}
