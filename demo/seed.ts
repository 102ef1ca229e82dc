import { createHmac } from 'node:crypto';
import { MUTED_FOR_GOOD } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { isAppError } from '~/server/app-error';
import type { PasswordCost } from '~/server/auth/passwords';
import { readEnv } from '~/server/env';
import { LIMIT_NAMES, variableOf } from '~/server/limits';
import { startServer } from '~/server/server';
import type { Actor } from '~/server/services/actor';
import { fetchUploader } from '~/sync/fetch-uploader';
import { portrait } from './faces';
import { fileOf, type StoryFile } from './files';
import type { Character } from './people';
import { badge } from './pictures';
import { type Line, span, type Talk } from './talk/story';

export interface Story {
  /** In the order they sign up: the first is the admin. */
  readonly people: readonly Character[];
  readonly talks: readonly Talk[];
}

export interface SeedOptions {
  readonly dataDir: string;
  /** The present; everything lies before it. */
  readonly now: Date;
  /** Of somebody who can be tried out. Others have passwords that nobody knows. */
  readonly passwordOf: (username: string) => string | undefined;
  readonly passwordCost?: PasswordCost;
}

/** A seeded folder, for whoever lives in it. */
export interface Seeded {
  /** Access tokens by username. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Conversations by the story's key. */
  readonly conversations: Readonly<Record<string, Id>>;
}

/** Something somebody does at its time. */
interface Deed {
  readonly at: number;
  readonly act: () => Promise<unknown>;
}

const MINUTE_MS = 60_000;
/** Between two deeds that belong to one line. */
const BEAT_MS = 20_000;

/**
 * Fills a data folder with a story, through the same services as everybody's, on a server whose clock goes through the
 * story. Nobody else can reach that server's clock: it has ended before people are let in. Broken off and done again, it
 * doubles nothing.
 */
export async function seed({ people, talks }: Story, options: SeedOptions): Promise<Seeded> {
  const { dataDir, now, passwordOf, passwordCost } = options;
  const earliest = Math.max(0, ...talks.map(({ lines }) => span(lines[0]?.[2]?.ago ?? '0m')));
  let time = now.getTime() - earliest - span('1d');
  const env = readEnv({
    NODE_ENV: 'development',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...Object.fromEntries(LIMIT_NAMES.map((name) => [variableOf(name), 'off'])),
  });
  const server = await startServer({
    env,
    now: () => new Date(time),
    ...(passwordCost && { passwordCost }),
    openSite: async () => ({
      handle: (_, response) => response.writeHead(404).end(),
      hotReload: null,
      close: async () => {},
    }),
  });
  const { services, models } = server.container;
  const actors = new Map<string, Actor>();
  const tokens: Record<string, string> = {};
  const conversations: Record<string, Id> = {};

  const actorOf = (username: string): Actor => {
    const actor = actors.get(username);
    if (!actor) throw new Error(`the story knows no ${username}`);
    return actor;
  };

  async function register({ username, name, look }: Character): Promise<void> {
    const hidden = createHmac('sha256', env.secret).update(`demo ${username}`).digest('base64url');
    const password = passwordOf(username) ?? hidden;
    const email = `${username}@confab.example`;
    try {
      await services.accounts.register({ username, name, email, password }, '127.0.0.1');
    } catch (error) {
      if (!isAppError(error) || error.appCode !== 'CONFLICT') throw error;
    }
    const { token } = await services.tokens.create({ login: username, password, label: 'demo' }, '127.0.0.1');
    const actor = await services.tokens.authenticate(token);
    if (!actor) throw new Error(`${username} cannot sign in`);
    tokens[username] = token;
    actors.set(username, actor);
    const { avatarId } = await models.users.findById(actor.userId).orFail().lean();
    if (avatarId) return;
    const face = { about: { filename: 'face.png', mimeType: 'image/png' }, bytes: await portrait(look) };
    await services.accounts.update(actor, { avatarUploadId: await upload(username, face, `demo-face-${username}`) });
  }

  async function upload(username: string, { about, bytes }: StoryFile, clientId: string): Promise<Id> {
    const ticket = await services.uploads.create(actorOf(username), { ...about, clientId, size: bytes.length });
    await fetchUploader({ baseUrl: server.url, token: tokens[username] ?? '' })({
      url: ticket.url,
      file: new Blob([new Uint8Array(bytes)]),
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    return ticket.uploadId;
  }

  async function found({ key, kind, name = key, picture, members }: Talk): Promise<void> {
    const [maker = '', ...others] = members;
    const by = actorOf(maker);
    const clientId = `demo-talk-${key}`;
    const memberIds = others.map((username) => actorOf(username).userId);
    const { id, avatarUrl } =
      kind === 'direct'
        ? await services.conversations.openDirect(by, memberIds[0] ?? by.userId)
        : kind === 'group'
          ? await services.conversations.createGroup(by, { name, memberIds, clientId })
          : await services.rooms.create(by, { slug: key, name, clientId });
    conversations[key] = id;
    if (kind === 'room') for (const username of others) await services.rooms.join(actorOf(username), key);
    if (!picture || avatarUrl) return;
    const file = { about: { filename: 'picture.png', mimeType: 'image/png' }, bytes: await badge(picture) };
    const avatarUploadId = await upload(maker, file, `demo-picture-${key}`);
    await services.conversations.update(by, { conversationId: id, avatarUploadId });
  }

  /** All that is done in a conversation, each at its time. */
  function deedsOf(talk: Talk): Deed[] {
    const { key, members, lines, unseen = {}, set = {} } = talk;
    const sent = new Map<string, Id>();
    const times = timesOf(lines, now.getTime());
    const conversationId = () => conversations[key] ?? '';
    const seqs: number[] = [];

    const ofLine = ([username, text, more = {}]: Line, index: number): Deed[] => {
      const name = `demo-${key}-${index}`;
      let messageId = '';
      const target = () => ({ conversationId: conversationId(), messageId });
      const send = async () => {
        const uploadIds: Id[] = [];
        for (const file of more.files ?? []) {
          uploadIds.push(await upload(username, await fileOf(file), `${name}-file-${uploadIds.length}`));
        }
        const replyToId = more.to === undefined ? undefined : sent.get(more.to);
        if (more.to !== undefined && !replyToId) throw new Error(`nobody said ${more.to} in ${key}`);
        const entry = await services.messages.send(actorOf(username), {
          conversationId: conversationId(),
          clientId: name,
          text,
          ...(uploadIds.length > 0 && { uploadIds }),
          ...(replyToId && { replyToId }),
        });
        messageId = entry.id;
        seqs[index] = entry.seq;
        if (more.key) sent.set(more.key, entry.id);
      };
      const reactions = Object.entries(more.reactions ?? {}).flatMap(([emoji, usernames], kind) =>
        usernames.map((by) => () => {
          const clientId = `${name}-react-${kind}-${by}`;
          return services.messages.react(actorOf(by), { ...target(), emoji, on: true, clientId });
        }),
      );
      const { edited, deleted, pinnedBy } = more;
      const after = [
        edited !== undefined &&
          (() => services.messages.edit(actorOf(username), { ...target(), text: edited, clientId: `${name}-edit` })),
        deleted &&
          (() =>
            services.messages.delete(actorOf(username), {
              ...target(),
              scope: 'everyone',
              clientId: `${name}-delete`,
            })),
        pinnedBy &&
          (() => services.messages.pin(actorOf(pinnedBy), { ...target(), on: true, clientId: `${name}-pin` })),
        ...reactions,
      ].filter((act) => typeof act === 'function');
      const start = times[index] ?? 0;
      return [send, ...after].map((act, beat) => ({ at: Math.min(start + beat * BEAT_MS, now.getTime()), act }));
    };

    const last = Math.min((times.at(-1) ?? 0) + MINUTE_MS, now.getTime());
    const readings = members.map((username) => ({
      at: last,
      act: async () => {
        const index = lines.length - 1 - (unseen[username] ?? 0);
        const seq = unseen[username] ? seqs[index] : Number.MAX_SAFE_INTEGER;
        if (seq) await services.receipts.read(actorOf(username), { conversationId: conversationId(), seq });
      },
    }));
    const settings = Object.entries(set).map(([username, { pinned, archived, muted }]) => ({
      at: last,
      act: () =>
        services.conversations.setPreferences(actorOf(username), {
          conversationId: conversationId(),
          ...(pinned && { pinned }),
          ...(archived && { archived }),
          ...(muted && { mutedUntil: MUTED_FOR_GOOD }),
        }),
    }));
    const founding = { at: (times[0] ?? 0) - MINUTE_MS, act: () => found(talk) };
    return [founding, ...lines.flatMap(ofLine), ...readings, ...settings];
  }

  try {
    for (const person of people) await register(person);
    // Sorting is stable: what is done at one time is done in the order in which it was said.
    const deeds = talks.flatMap(deedsOf).sort((one, other) => one.at - other.at);
    for (const { at, act } of deeds) {
      time = Math.max(time, at);
      await act();
    }
    return { tokens, conversations };
  } finally {
    await server.close();
  }
}

/** When each line is said: as it says, or as long after the one before as it takes to write. */
export function timesOf(lines: readonly Line[], now: number): number[] {
  let time = now;
  return lines.map(([, text, { ago } = {}], index) => {
    if (ago !== undefined) time = now - span(ago);
    else if (index > 0) time += MINUTE_MS + text.length * 1_000;
    return Math.min(time, now);
  });
}
