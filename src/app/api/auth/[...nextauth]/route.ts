import NextAuth from 'next-auth';
import { authOptions } from '~/server/auth/options';
import { publishedContainer } from '~/server/container-slot';

const handler = (request: Request, context: unknown) => NextAuth(authOptions(publishedContainer()))(request, context);

export { handler as GET, handler as POST };
