/** Why nothing can be asked of the server now. */
export const UNREACHABLE = 'The server could not be reached. Check your connection and try again.';
