import type { Id } from '~/contract/primitives';

/**
 * Who acts on the installation: an admin, whom `admins.authorise` has made one, or whoever may run the command line,
 * which is whoever may read the database.
 */
export type Operator = { readonly kind: 'admin'; readonly userId: Id } | { readonly kind: 'command' };
