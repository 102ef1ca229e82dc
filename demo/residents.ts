import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTRPCClient, httpLink } from '@trpc/client';
import { WebSocket } from 'ws';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { AppRouter } from '~/server/trpc/root';
import { systemClock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { fetchUploader } from '~/sync/fetch-uploader';
import { memoryFiles } from '~/sync/files';
import { memoryStorage } from '~/sync/storage';
import { createTrpcTransport } from '~/sync/trpc-transport';
import type { Random } from '../chaos/random';
import type { Character } from './people';
import type { Seeded } from './seed';
import { answer, type Heard, reactionTo } from './talk/answers';
import type { Scene } from './talk/scenes';

export interface ResidentsOptions extends Seeded {
  readonly url: string;
  readonly characters: readonly Character[];
  readonly scenes: readonly Scene[];
  readonly chance: Random;
  /** Resolves after so many milliseconds; rejects when it is over. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

interface Resident {
  readonly character: Character;
  readonly engine: Engine;
}

/** Milliseconds; each with the chance of half more or less. */
const READS_MS = 900;
const BETWEEN_SCENES_MS = 14_000;
const BETWEEN_LINES_MS = 2_500;
const AWAY_MS = 25_000;
const BETWEEN_WALKS_MS = 20_000;
/** For each character; what is written in letters that say more takes no longer. */
const WRITES_MS = 45;
const WRITES_MAX_MS = 6_000;

/**
 * People who live in the workspace, each a program with an engine of its own: they read, write, react, answer whoever is
 * none of them, and come and go. While nobody is there to see it they say nothing. Answers when all are live.
 */
export async function startResidents(options: ResidentsOptions): Promise<{ stop(): void }> {
  const { url, tokens, characters, conversations, scenes, chance } = options;
  const residents = new Map<Id, Resident>();
  const byUsername = new Map<string, Resident>();
  /** Up to where a conversation's messages were looked at, by whoever of them came first. */
  const heard = new Map<Id, number>();
  const guests = new Set<Id>();
  let stopped = false;
  let unwatch = () => {};

  const about = (milliseconds: number) => options.pause(milliseconds * (0.5 + chance.next()));

  async function moveIn(character: Character): Promise<void> {
    const token = tokens[character.username];
    if (!token) throw new Error(`${character.username} has no access token`);
    const headers = { authorization: `Bearer ${token}` };
    const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers })] });
    const me = await api.account.me.query();
    const engine = createEngine({
      me,
      transport: createTrpcTransport({ baseUrl: url, token, WebSocket: WebSocket as never }),
      storage: memoryStorage(),
      files: memoryFiles(),
      uploader: fetchUploader({ baseUrl: url, token }),
      clock: systemClock,
      mintClientId: () => randomBytes(16).toString('base64url'),
    });
    const resident = { character, engine };
    residents.set(me.id, resident);
    byUsername.set(character.username, resident);
    await engine.start();
    await becomes(engine, () => {
      const { connection, listStatus } = engine.getState();
      return connection.phase === 'live' && listStatus === 'ready';
    });
    for (const { id, head } of engine.getState().conversations.values())
      heard.set(id, Math.max(head, heard.get(id) ?? 0));
  }

  /** Opens what is new and looks at what was said in it since. */
  function look(resident: Resident): void {
    const { conversations: list, timelines } = resident.engine.getState();
    for (const id of list.keys()) if (!timelines.has(id)) resident.engine.open(id).catch(() => {});
    for (const [id, { entries }] of timelines) {
      const since = heard.get(id) ?? 0;
      const last = entries.at(-1)?.seq ?? 0;
      if (last <= since) continue;
      heard.set(id, last);
      for (const entry of entries) {
        if (entry.seq > since && entry.kind === 'message' && !residents.has(entry.senderId)) void hear(entry);
        if (entry.seq > since && entry.kind === 'system' && entry.action === 'joined' && !residents.has(entry.senderId))
          void greet(id, entry.senderId);
      }
      void read(id);
    }
  }

  const present = (conversationId: Id) =>
    [...residents.values()].filter(({ engine }) => engine.getState().conversations.has(conversationId));

  async function read(conversationId: Id): Promise<void> {
    for (const { engine } of chance.shuffled(present(conversationId))) {
      await about(READS_MS).catch(() => {});
      if (stopped) return;
      const upTo = engine.getState().timelines.get(conversationId)?.upTo ?? 0;
      if (upTo > 0) engine.seen(conversationId, upTo);
    }
  }

  /** Somebody else said something: who is meant, or one of those there, answers; another one reacts. */
  async function hear(message: MessageEntry): Promise<void> {
    const { conversationId, senderId, mentions, replyTo, id, seq } = message;
    welcome(senderId);
    const there = present(conversationId);
    const timeline = there[0]?.engine.getState().timelines.get(conversationId)?.entries ?? [];
    const answered = timeline.find((entry) => entry.seq === replyTo?.seq)?.senderId;
    const meant = [...mentions, answered].flatMap((userId) => residents.get(userId ?? '') ?? []);
    const [speaker, other] = [...meant, ...chance.shuffled(there)];
    if (!speaker || stopped) return;
    const said = heardOf(speaker, message);
    try {
      await about(READS_MS);
      if (other && (other !== speaker || chance.chance(0.3))) {
        const emoji = reactionTo(said, chance);
        arrive(other).act(conversationId, { kind: 'reaction', targetId: id, targetSeq: seq, emoji, on: true });
      }
      const isChat = speaker.engine.getState().conversations.get(conversationId)?.kind === 'direct';
      const text = answer(said, speaker.character, chance);
      await write(speaker, conversationId, text, isChat ? undefined : { id, seq });
    } catch {
      // It is over.
    }
  }

  async function greet(conversationId: Id, userId: Id): Promise<void> {
    welcome(userId);
    const there = present(conversationId);
    if (there.length === 0) return;
    const speaker = chance.pick(there);
    const name = speaker.engine.getState().users.get(userId)?.name.split(' ')[0];
    await write(speaker, conversationId, `Welcome${name ? `, ${name}` : ''}! 👋 Make yourself at home.`).catch(
      () => {},
    );
  }

  function heardOf({ engine }: Resident, { text, attachments, senderId }: MessageEntry): Heard {
    const name = engine.getState().users.get(senderId)?.name.split(' ')[0] ?? '';
    return { text, hasFiles: attachments.length > 0, name };
  }

  /** Whoever writes is online. */
  function arrive({ engine }: Resident): Engine {
    engine.setOnline(true);
    return engine;
  }

  async function write(
    resident: Resident,
    conversationId: Id,
    text: string,
    replyTo?: { id: Id; seq: number },
  ): Promise<void> {
    const engine = arrive(resident);
    engine.setTyping(conversationId, true);
    await about(Math.min(WRITES_MAX_MS, 600 + text.length * WRITES_MS));
    engine.send(conversationId, text, replyTo ?? null);
  }

  async function play({ talk, lines }: Scene): Promise<void> {
    const conversationId = conversations[talk];
    if (!conversationId) return;
    for (const [username, text, reactions = {}] of lines) {
      const speaker = byUsername.get(username);
      if (!speaker || !isWatched()) continue;
      await write(speaker, conversationId, text);
      await about(BETWEEN_LINES_MS);
      const entries = speaker.engine.getState().timelines.get(conversationId)?.entries ?? [];
      const said = entries.findLast((entry) => entry.kind === 'message' && entry.text === text);
      if (!said) continue;
      for (const [by, emoji] of Object.entries(reactions)) {
        const resident = byUsername.get(by);
        if (!resident) continue;
        await about(READS_MS);
        arrive(resident).act(conversationId, {
          kind: 'reaction',
          targetId: said.id,
          targetSeq: said.seq,
          emoji,
          on: true,
        });
      }
    }
  }

  /** Their presence is followed from now on; it is they for whom all this is said. */
  function welcome(userId: Id): void {
    if (guests.has(userId)) return;
    guests.add(userId);
    const [first] = residents.values();
    unwatch();
    unwatch = first?.engine.watchPeople([...guests]) ?? (() => {});
  }

  function isWatched(): boolean {
    const [first] = residents.values();
    const { presence } = first?.engine.getState() ?? {};
    return [...guests].some((userId) => presence?.get(userId)?.online);
  }

  async function goOnTalking(): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      do await about(BETWEEN_SCENES_MS);
      while (!isWatched());
      const scene = scenes[turn % scenes.length];
      if (scene) await play(scene);
    }
  }

  /** Never the first, who keeps watch. */
  async function comeAndGo(): Promise<void> {
    const walkers = [...residents.values()].slice(1);
    for (;;) {
      await about(BETWEEN_WALKS_MS);
      const { engine } = chance.pick(walkers);
      engine.setOnline(false);
      void about(AWAY_MS).then(
        () => engine.setOnline(true),
        () => {},
      );
    }
  }

  await Promise.all(characters.map(moveIn));
  for (const resident of residents.values()) {
    resident.engine.subscribe(() => look(resident));
    look(resident);
    for (const { peer } of resident.engine.getState().conversations.values())
      if (peer && !residents.has(peer.id)) welcome(peer.id);
  }
  void goOnTalking().catch(() => {});
  void comeAndGo().catch(() => {});

  return {
    stop() {
      stopped = true;
      for (const { engine } of residents.values()) engine.stop();
    },
  };
}

/** Resolves once it holds. */
function becomes(engine: Engine, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = engine.subscribe(() => {
      if (!holds()) return;
      unsubscribe();
      resolve();
    });
    if (holds()) {
      unsubscribe();
      resolve();
    }
  });
}

/** Waits as the machine's clock goes, until it is called off. */
export const pauseOf =
  (signal: AbortSignal, haste = 1) =>
  async (milliseconds: number): Promise<void> => {
    await sleep(milliseconds / haste, undefined, { signal });
  };
