import { handleRequest } from '~/server/trpc/http';

export { handleRequest as GET, handleRequest as POST };
