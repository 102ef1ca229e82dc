import { createContext } from 'react';
import { UPLOAD_MAX_BYTES } from '~/contract/limits';

/** Bytes of one attached file, as this server is set up. */
export const UploadLimit = createContext(UPLOAD_MAX_BYTES);
