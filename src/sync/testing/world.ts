import type { MessageRef } from '~/contract/entry';
import { memoryFiles } from '~/sync/files';
import { filesOf } from '~/sync/pending-file';
import { shownEntries } from '~/sync/shown';
import type { OutboxItem, SyncState } from '~/sync/state';
import { memoryStorage } from '~/sync/storage';
import { aDevice, type Device } from './device';
import { createFakeClock } from './fake-clock';
import { aBlob, about } from './files';
import { type Deed, perform } from './history';
import { mortal } from './mortal';
import { createScriptedServer } from './scripted-server';
import { CALM, type Weather } from './scripted-transport';
import { REFUSAL, REFUSED } from './scripted-uploads';

/** What a person does in a tab, what is done elsewhere, and what happens to the network and the server. */
export type Step =
  | { readonly kind: TabStep; readonly tab: number; readonly where: number }
  | { readonly kind: 'others'; readonly deed: Deed; readonly where: number }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'lag'; readonly numbers: number }
  | { readonly kind: 'found' | 'collect' };

export const TAB_STEPS = [
  'older',
  'reload',
  'crash',
  'cut',
  'offline',
  'online',
  'retry',
  'drop',
  'reset',
  'see',
  'watch',
] as const;
export const ACT_STEPS = ['write', 'answer', 'edit', 'remove', 'hide', 'react'] as const;
export const FILE_STEPS = ['attach', 'attach', 'write', 'detach', 'abandon'] as const;
export const LOOK_STEPS = ['open', 'jump', 'newer', 'older', 'newest', 'quote'] as const;
type TabStep = (typeof TAB_STEPS | typeof ACT_STEPS | typeof FILE_STEPS | typeof LOOK_STEPS)[number];

/** They can be left and joined again. */
const OPEN_PLACES = ['group', 'crowd'];

export interface Written {
  readonly conversationId: string;
  readonly clientId: string;
  readonly tab: number;
  readonly fileIds: readonly string[];
  /** When, in milliseconds. */
  readonly at: number;
  /** Whether it was ever refused; then its place is where it was tried again. */
  wasRefused: boolean;
}

/** Whose tabs there are. The tabs of one person have one storage. Ann is always among them. */
export const CASTS = [['ann'], ['ann', 'ann'], ['ann', 'bob'], ['ann', 'bob', 'ann'], ['bob', 'cleo', 'ann']] as const;

export interface WorldOptions {
  readonly seed: number;
  readonly cast: readonly string[];
  /** Messages there are in each place at the beginning. */
  readonly past: number;
  /** Whether every tab has the group open, and has come to rest, before anything happens. */
  readonly isOpened: boolean;
  readonly weather: Weather;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A model world in which everything can go wrong, and in which is noted what a reader must never see. */
export async function createWorld({ seed, cast, past, isOpened, weather }: WorldOptions) {
  const clock = createFakeClock(seed);
  const server = createScriptedServer(clock.now);
  for (const id of ['ann', 'bob', 'cleo']) server.addUser(id);
  server.found('group', 'group', ['ann', 'bob', 'cleo']);
  server.found('crowd', 'room', ['cleo', 'ann', 'bob']);
  server.found('pair', 'direct', ['bob', 'ann']);
  for (const id of server.conversationsOf('bob')) {
    for (let index = 1; index <= past; index += 1) server.say('bob', id, `once ${index}`);
  }
  server.portray('group', 'sunset');
  server.portray('bob', 'beard');
  const storages = new Map(cast.map((person) => [person, memoryStorage()] as const));
  const files = new Map(cast.map((person) => [person, memoryFiles()] as const));
  /** What was attached, by fileId. */
  const contents = new Map<string, string>();
  /** Files of drafts that more than one tab had: what became of them is for the last to say. */
  const disputed = new Set<string>();
  /** Files of messages whose page died in the moment it sent them. */
  const cutShort = new Set<string>();
  /** Lets a page die without a word. */
  const ends = new Map<Device, () => void>();
  const written = new Map<string, Written>();
  /** What was done to messages and not given up: where, by clientId. */
  const acted = new Map<string, string>();
  const tabs: Device[] = [];
  const violations: string[] = [];
  let founded = 0;
  for (const person of cast) tabs.push(await begin(person));
  if (isOpened) {
    for (const { engine } of tabs) void engine.open('group');
    await clock.runOut();
  }

  async function begin(userId: string): Promise<Device> {
    const { die, ...kept } = mortal(storages.get(userId) ?? memoryStorage(), files.get(userId) ?? memoryFiles());
    const device = aDevice({ server, clock, userId, ...kept });
    device.transport.weather = weather;
    const check = createWatch(device);
    device.engine.subscribe(check);
    void device.engine.start();
    ends.set(device, die);
    await clock.advance(0);
    return device;
  }

  /** What holds at every moment. */
  function createWatch({ engine }: Device): () => void {
    let outboxBefore: readonly OutboxItem[] = [];
    let upToBefore = new Map<string, number>();
    return () => {
      const { timelines, outbox, conversations } = engine.getState();
      const onTheirWay = new Set(outbox.map((item) => item.clientId));
      for (const { clientId, status } of outbox) {
        const one = written.get(clientId);
        if (one && status === 'failed') one.wasRefused = true;
      }
      must(onTheirWay.size === outbox.length, 'an item is in the outbox twice');
      for (const [id, { entries, upTo, status }] of timelines) {
        if (status !== 'ready') continue;
        const first = entries[0]?.seq ?? 0;
        must(upTo === (entries.at(-1)?.seq ?? 0), 'upTo is not the last number');
        must(upTo >= (upToBefore.get(id) ?? 0), 'a timeline went back');
        must(
          entries.every(({ seq }, index) => seq === first + index),
          'a timeline is not dense',
        );
        const doubled = entries.find(({ clientId }) => clientId !== null && onTheirWay.has(clientId));
        must(!doubled, `${doubled?.id} is shown twice`);
      }
      for (const { id, head, readSeq, deliveredSeq } of conversations.values()) {
        must(head <= server.head(id), `${id} has an invented head`);
        must(readSeq <= deliveredSeq, `${id} was read beyond what was delivered`);
      }
      for (const { clientId, conversationId } of outboxBefore) {
        if (onTheirWay.has(clientId) || !written.has(clientId)) continue;
        const numbered = server.entries(conversationId).find((entry) => entry.clientId === clientId);
        must(numbered, 'a message left the outbox that the server does not have');
        const timeline = timelines.get(conversationId);
        must(
          !timeline || (timeline.status === 'ready' && timeline.upTo >= (numbered?.seq ?? 0)),
          'a message is nowhere',
        );
      }
      outboxBefore = outbox;
      upToBefore = new Map([...timelines].map(([id, { status, upTo }]) => [id, status === 'ready' ? upTo : 0]));
    };
  }

  function must(condition: unknown, otherwise: string): void {
    if (!condition) violations.push(otherwise);
  }

  async function step(one: Step): Promise<void> {
    switch (one.kind) {
      case 'wait':
        return clock.advance(one.milliseconds);
      case 'lag':
        return server.lagBehind(one.numbers);
      case 'collect':
        return server.uploads.collect();
      case 'found':
        founded += 1;
        return void server.found(`new-${founded}`, founded % 2 ? 'group' : 'direct', ['bob', 'ann']);
      case 'others': {
        const where = placeOf('ann', one.where);
        if (one.deed.kind !== 'come or go' || OPEN_PLACES.includes(where)) perform(server, where, one.deed);
        return;
      }
      default:
        return act(one.kind, one.tab % tabs.length, placeOf(personOf(one.tab % tabs.length), one.where));
    }
  }

  function personOf(index: number): string {
    return cast[index] ?? 'ann';
  }

  /** Where that person is, or can be; mostly in one place, so that things meet. */
  function placeOf(person: string, index: number): string {
    if (index % 2 === 0) return 'group';
    const all = [...OPEN_PLACES, ...server.conversationsOf(person).filter((id) => !OPEN_PLACES.includes(id))];
    return all[index % all.length] ?? 'group';
  }

  async function act(kind: TabStep, index: number, where: string): Promise<void> {
    const tab = tabs[index] as Device;
    switch (kind) {
      case 'write':
        return write(index, where, null);
      case 'answer': {
        const target = pick(shownEntries(tab.engine.getState(), where).filter(({ kind }) => kind === 'message'));
        if (!target) return;
        tab.engine.quote(where, [target.seq]);
        return write(index, where, { id: target.id, seq: target.seq });
      }
      case 'open':
        return void tab.engine.open(where);
      case 'older':
        return void tab.engine.loadOlder(where);
      case 'cut':
        return tab.transport.cut();
      case 'offline':
        return tab.engine.setOnline(false);
      case 'online':
        return tab.engine.setOnline(true);
      case 'reload':
        tab.engine.stop();
        tabs[index] = await begin(personOf(index));
        return;
      case 'crash':
        for (const one of written.values()) {
          if (one.tab === index && one.at === clock.now()) for (const fileId of one.fileIds) cutShort.add(fileId);
        }
        ends.get(tab)?.();
        tab.engine.stop();
        tabs[index] = await begin(personOf(index));
        return;
      case 'attach': {
        const content = `${clock.random() < 0.1 ? REFUSED : ''}${'content '.repeat(3).slice(0, 1 + clock.random() * 20)}`;
        if ((tab.engine.getState().drafts.get(where)?.files.length ?? 0) >= 4) return;
        void tab.engine.attach(where, aBlob(`${content}${contents.size}`), about());
        const file = tab.engine.getState().drafts.get(where)?.files.at(-1);
        if (file) contents.set(file.fileId, `${content}${contents.size}`);
        return;
      }
      case 'detach': {
        const file = pick(tab.engine.getState().drafts.get(where)?.files ?? []);
        if (file) leave(tab, file.fileId, () => tab.engine.detach(where, file.fileId));
        return;
      }
      case 'abandon': {
        const item = pick(tab.engine.getState().outbox.filter(({ clientId }) => fileIdsOf(clientId).length > 0));
        if (item) abandon(item.clientId);
        return;
      }
      case 'retry':
        return retryAll(tab);
      case 'drop': {
        const refused = tab.engine.getState().outbox.find((item) => item.status === 'failed');
        if (refused) abandon(refused.clientId);
        return;
      }
      case 'see':
        return tab.engine.seen(where, tab.engine.getState().timelines.get(where)?.upTo ?? 0);
      case 'edit':
      case 'remove':
      case 'hide':
      case 'react':
        return change(tab, kind, where);
      case 'jump':
        return void tab.engine.jumpTo(where, 1 + Math.floor(clock.random() * server.head(where))).catch(() => {});
      case 'newer':
        return void tab.engine.loadNewer(where);
      case 'newest':
        return tab.engine.closeExcerpt(where);
      case 'quote':
        return tab.engine.quote(where, [1 + Math.floor(clock.random() * server.head(where))]);
      case 'watch':
        tab.engine.watch(where);
        return;
      case 'reset':
        return tab.transport.deliver([{ type: 'reset', conversationId: where }]);
    }
  }

  function write(index: number, conversationId: string, replyTo: MessageRef | null): void {
    const tab = tabs[index] as Device;
    const fileIds =
      tab.engine
        .getState()
        .drafts.get(conversationId)
        ?.files.map(({ fileId }) => fileId) ?? [];
    for (const fileId of fileIds) leave(tab, fileId);
    const clientId = tab.engine.send(conversationId, `${personOf(index)} ${written.size}`, replyTo);
    written.set(clientId, { conversationId, clientId, tab: index, fileIds, at: clock.now(), wasRefused: false });
  }

  /** In all tabs of whoever wrote it. */
  function abandon(clientId: string): void {
    written.delete(clientId);
    acted.delete(clientId);
    for (const { engine } of tabs) engine.drop(clientId);
  }

  function fileIdsOf(clientId: string): readonly string[] {
    return written.get(clientId)?.fileIds ?? [];
  }

  /** A file leaves the draft of a tab; if another tab had it too, or it was sent from there, they are at odds. */
  function leave(tab: Device, fileId: string, how = () => {}): void {
    const others = tabs.filter((one) => one !== tab);
    const isElsewhere = others.some(({ engine }) => isPrepared(engine.getState(), fileId));
    const wasSent = [...written.values()].some(({ fileIds }) => fileIds.includes(fileId));
    if (isElsewhere || wasSent) disputed.add(fileId);
    how();
  }

  function pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(clock.random() * from.length)];
  }

  /** What the person does to a message on the screen; one's own are edited and removed. */
  function change({ engine }: Device, kind: 'edit' | 'remove' | 'hide' | 'react', where: string): void {
    const own = kind === 'edit' || kind === 'remove';
    const { me } = engine.getState();
    const target = pick(
      shownEntries(engine.getState(), where).filter(
        (entry) => entry.kind === 'message' && (!own || entry.senderId === me.id),
      ),
    );
    if (!target) return;
    const intent = { targetId: target.id, targetSeq: target.seq };
    const clientId = engine.act(where, actOf(kind, intent));
    acted.set(clientId, where);
  }

  function actOf(kind: 'edit' | 'remove' | 'hide' | 'react', intent: { targetId: string; targetSeq: number }) {
    switch (kind) {
      case 'edit':
        return { kind: 'edit', ...intent, text: `instead ${acted.size}` } as const;
      case 'remove':
        return { kind: 'delete', ...intent } as const;
      case 'hide':
        return { kind: 'hide', ...intent } as const;
      case 'react':
        return { kind: 'reaction', ...intent, emoji: '👍', on: clock.random() < 0.7 } as const;
    }
  }

  /** What the server will not have whatever happens: it aims at what is gone. */
  function giveUp({ engine }: Device): void {
    for (const { clientId, status, act, error, words } of engine.getState().outbox) {
      if (status !== 'failed') continue;
      const isAimed = act.kind !== 'message' || act.replyTo !== null;
      const isGone = isAimed && (error === 'CONFLICT' || error === 'NOT_FOUND');
      const fileIds = filesOf({ act }).map(({ fileId }) => fileId);
      const isRefused = error === REFUSAL.appCode && words === REFUSAL.message && fileIds.some(isRefusable);
      // A file that another tab put away, of a message whose page died before it could store the bytes again, is gone.
      const isDisputed = fileIds.some(
        (fileId) => disputed.has(fileId) && (error !== 'FILE_GONE' || cutShort.has(fileId)),
      );
      must(isGone || isRefused || isDisputed, `a ${act.kind} failed with ${error}`);
      acted.delete(clientId);
      written.delete(clientId);
      engine.drop(clientId);
    }
  }

  function isRefusable(fileId: string): boolean {
    return contents.get(fileId)?.startsWith(REFUSED) === true;
  }

  function retryAll({ engine }: Device): void {
    for (const { clientId, status } of engine.getState().outbox) if (status === 'failed') engine.retry(clientId);
  }

  return {
    clock,
    server,
    storages,
    files,
    contents,
    disputed,
    cast,
    tabs,
    written,
    acted,
    violations,
    step,
    /** All is well again; time passes until nothing is left to do. */
    async heal(): Promise<void> {
      server.lagBehind(0);
      for (const id of OPEN_PLACES) for (const person of cast) server.join(person, id);
      for (const { engine, transport } of tabs) {
        transport.weather = CALM;
        engine.setOnline(true);
      }
      await clock.runOut();
      for (const tab of tabs) retryAll(tab);
      await clock.runOut();
      for (const tab of tabs) giveUp(tab);
    },
    /** Every socket breaks once more: what a feed did not tell is found by the heads. */
    async reconnect(): Promise<void> {
      for (const { transport } of tabs) transport.cut();
      await clock.runOut();
    },
    /** A device that never saw any of it, and reads everything now. */
    async fresh(userId: string): Promise<Device> {
      const device = aDevice({ server, clock, userId });
      await device.engine.start();
      for (const id of server.conversationsOf(userId)) void device.engine.open(id);
      await clock.runOut();
      return device;
    },
    /** What was written in tabs, in the order of the numbers, by clientId. */
    numbered: (conversationId: string): readonly string[] =>
      server.entries(conversationId).flatMap(({ clientId }) => (written.has(clientId) ? [clientId] : [])),
  };
}

function isPrepared({ drafts }: SyncState, fileId: string): boolean {
  return [...drafts.values()].some(({ files }) => files.some((file) => file.fileId === fileId));
}
