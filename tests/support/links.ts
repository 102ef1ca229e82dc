import { createLinks } from '~/server/media/links';

/** Links of one moment, for what has no server around it. */
export const LINKS = createLinks({ secret: 'the secret that tests sign with', now: () => new Date(0) });
