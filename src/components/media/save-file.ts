import type { Attachment } from '~/contract/upload';
import type { Engine } from '~/sync/engine';
import { isOver } from './is-over';

/** Hands a file over to the browser's downloads. Rejects if there is no link to it any more. */
export async function saveFile(engine: Engine, attachment: Attachment): Promise<void> {
  const { url, filename } = isOver(attachment) ? await engine.freshLinks(attachment.id) : attachment;
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  // Where the server sends the browser elsewhere for the bytes, a picture opens; not in the place of the application.
  link.target = '_blank';
  link.rel = 'noopener';
  link.click();
}
