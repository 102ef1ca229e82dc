declare module 's3rver' {
  import type { RequestListener } from 'node:http';

  /** A store that speaks S3, in a folder. It has no types of its own. */
  export default class S3rver {
    constructor(options: {
      directory: string;
      silent: boolean;
      address: string;
      configureBuckets: readonly { readonly name: string }[];
    });
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
  }
}
