import type { Id } from '~/contract/primitives';
import { TransportError } from '~/sync/transport';
import type { Uploader } from '~/sync/uploads';

/** Sends with the tus protocol as that person, by the page's session. The code for it comes with the first file. */
export function tusUploader(userId: Id): Uploader {
  return async (options) => {
    const { sendBytes } = await import('./tus-upload').catch(() => {
      throw new TransportError('NETWORK', 'the code for sending files could not be loaded');
    });
    options.signal.throwIfAborted();
    await sendBytes(userId, options);
  };
}
