import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTRPCClient, httpLink } from '@trpc/client';
import { type ExportedHistory, exportedHistory, type ImportMessagesInput } from '~/contract/import';
import { IMPORT_BATCH_MAX, IMPORT_REACTIONS_MAX } from '~/contract/limits';
import { caption, emoji as oneEmoji } from '~/contract/primitives';
import type { AppRouter } from '~/server/trpc/root';
import type { TransportError } from '~/sync/transport';
import { toTransportError } from '~/sync/trpc-error';

type Brought = ImportMessagesInput['messages'][number];
type Conversation = ExportedHistory['conversations'][number];
type Told = Conversation['messages'][number];

interface ImportOptions {
  readonly baseUrl: string;
  /** An access token of an admin of the installation. */
  readonly token: string;
  readonly say?: (line: string) => void;
}

/**
 * Brings a history in: all of it, once, however often it is run and wherever an earlier run broke off. Answers with what
 * could not be brought in, a line each.
 */
export async function importHistory(
  json: unknown,
  { baseUrl, token, say = () => {} }: ImportOptions,
): Promise<string[]> {
  const { source, people, conversations } = exportedHistory.parse(json);
  const headers = { authorization: `Bearer ${token}` };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${baseUrl}/api/trpc`, headers })] });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const left: string[] = [];
  for (const conversation of conversations) {
    const clientId = nameOf(source, conversation.id);
    const { kind, name, slug = '' } = conversation;
    const { id: conversationId } = await insist(() =>
      kind === 'room'
        ? api.room.create.mutate({ slug, name, clientId })
        : api.conversation.createGroup.mutate({ name, memberIds: [], clientId }),
    );
    const messages = conversation.messages.flatMap((told) => prepared(told, conversation, names, left));
    for (let at = 0; at < messages.length; at += IMPORT_BATCH_MAX) {
      const batch = messages.slice(at, at + IMPORT_BATCH_MAX);
      await insist(() => api.admin.importMessages.mutate({ conversationId, source, messages: batch }));
      say(`${name}: ${Math.min(at + IMPORT_BATCH_MAX, messages.length)} of ${messages.length} messages`);
    }
  }
  return left;
}

/** A message as it can be brought in; nothing for one that cannot, of which `left` says why. */
function prepared(
  told: Told,
  { name, messages }: Conversation,
  names: ReadonlyMap<string, string>,
  left: string[],
): Brought[] {
  const { id, senderId, at, replyToId, files = [] } = told;
  const leave = (what: string): [] => {
    left.push(`${name}, message ${id}: ${what}`);
    return [];
  };
  const senderName = names.get(senderId);
  if (senderName === undefined) return leave(`nobody in people is called ${senderId}; left out`);
  if (!caption.safeParse(told.text).success) return leave('its text is too long, or damaged; left out');
  if (files.length > 0) leave(`${files.length} files, of which the names alone are brought in`);
  const text = [told.text.trim(), ...files.map((file) => `[${file}]`)].filter(Boolean).join('\n');
  if (text === '') return leave('it has no text; left out');
  const replied = replyToId === undefined ? undefined : messages.find((each) => each.id === replyToId);
  if (replyToId !== undefined && !replied) leave(`the message ${replyToId} that it answers is not there`);
  const reactions = (told.reactions ?? []).flatMap(({ emoji, personIds }) => {
    if (!oneEmoji.safeParse(emoji).success) return leave(`the reaction ${emoji} is no emoji`);
    return personIds.flatMap((personId) => {
      const personName = names.get(personId);
      return personName === undefined ? [] : [{ emoji, person: { id: personId, name: personName } }];
    });
  });
  if (reactions.length > IMPORT_REACTIONS_MAX) leave(`only the first ${IMPORT_REACTIONS_MAX} reactions`);
  return [
    {
      id,
      sender: { id: senderId, name: senderName },
      at,
      text,
      ...(replied && { replyTo: { id: replied.id, senderId: replied.senderId } }),
      ...(reactions.length > 0 && { reactions: reactions.slice(0, IMPORT_REACTIONS_MAX) }),
    },
  ];
}

/** Does it until it is done: waits as long as the server asks, and a second where it is away. Final refusals are thrown. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const failure: TransportError = toTransportError(error);
      if (!failure.isTransient) throw failure;
      await pause((failure.retryAfter ?? 1) * 1000);
    }
  }
}

/** The same for every run, so that a second one finds what the first has made. */
function nameOf(source: string, id: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, 'conversation', id]))
    .digest('base64url');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { CONFAB_URL: baseUrl = 'http://localhost:3000', CONFAB_TOKEN: token = '' } = process.env;
  const json = JSON.parse(await readFile(process.argv[2] ?? 'history.json', 'utf8'));
  const left = await importHistory(json, { baseUrl, token, say: console.log });
  for (const line of left) console.error(`NOT BROUGHT IN: ${line}`);
  console.log(left.length === 0 ? 'Everything is there.' : `${left.length} things could not be brought in, see above.`);
}
