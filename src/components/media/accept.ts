import { MEDIA_TYPES } from '~/contract/media-types';

/** For the file chooser: what it may offer. */
export const ACCEPT = MEDIA_TYPES.flatMap(({ mimeType, extensions }) => [
  mimeType,
  ...extensions.map((extension) => `.${extension}`),
]).join(',');
