import type { ReactNode } from 'react';

/** For the `<bdi>` of a text: a name stands in a sentence without turning its direction. */
export const bdi = (name: ReactNode) => <bdi>{name}</bdi>;
