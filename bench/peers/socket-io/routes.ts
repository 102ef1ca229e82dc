import express, { type Express, type RequestHandler } from 'express';
import type { createMessages } from './messages';
import { userIn } from './token';

/** Everything that is asked for, not told. */
export function serveRoutes(app: Express, messages: ReturnType<typeof createMessages>): void {
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });

  app.use(express.json());
  app.use((request, response, next) => {
    const userId = userIn(request.headers.authorization?.replace('Bearer ', ''));
    response.locals.userId = userId;
    if (userId) next();
    else response.status(401).json({ error: 'sign in first' });
  });

  app.get('/conversations', async (request, response) => {
    response.json(await messages.list(response.locals.userId, Number(request.query.limit ?? 100)));
  });

  app.get('/search', async (request, response) => {
    response.json(await messages.search(response.locals.userId, String(request.query.query)));
  });

  const membersOnly: RequestHandler<{ id: string }> = async (request, response, next) => {
    if (await messages.isMember(response.locals.userId, request.params.id)) next();
    else response.status(404).json({ error: 'no such conversation' });
  };

  app.get('/conversations/:id/messages', membersOnly, async (request, response) => {
    response.json(await messages.page(request.params.id, Number(request.query.page ?? 1)));
  });

  app.post('/conversations/:id/messages', membersOnly, async (request, response) => {
    response.json(await messages.send(response.locals.userId, request.params.id, request.body.text));
  });
}
