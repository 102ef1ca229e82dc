import { type Figure, median, type Peer } from '../figure';
import { markedText } from '../load/deliveries';
import { everybody } from '../peers/scene';
import { inTurns, type Scenario, to } from '../scenario';
import { openLines, type Setting, type Stage } from '../stage';

const PEERS: readonly Peer[] = ['confab', 'socket.io', 'ws'];

/** Events published before anything counts: by then the code is compiled. */
const WARM_UP = 20;

/** Events one at a time for each tick of ten: twice as many deliveries. */
const EVENTS_BY_TEN = 5;

interface Size {
  readonly sockets: number;
  /** Events that are measured one at a time. */
  readonly events: number;
}

/** What follows the commit of a message, up to the sockets of everybody in its room. */
export const fanOut: Scenario = {
  name: 'fanout',
  title: 'Fan-out to one room',
  async run(stage) {
    const sizes: Size[] = stage.quick
      ? [{ sockets: 100, events: 20 }]
      : [
          { sockets: 1_000, events: 200 },
          { sockets: 5_000, events: 40 },
        ];
    const figures: Figure[] = [];
    for (const size of sizes) figures.push(...(await figuresOf(stage, size)));
    return figures;
  },
};

async function figuresOf(stage: Stage, size: Size): Promise<Figure[]> {
  const measured = await inTurns(stage.runs, PEERS, async (peer) => {
    await using setting = await stage.set(peer, {
      plan: { people: size.sockets, conversations: [{ members: everybody(size.sockets) }] },
    });
    const room = await openRoom(setting);
    const one = await publish(room, size.events, 1);
    const ten = await publish(room, size.events / EVENTS_BY_TEN, 10);
    return { one: one.perCpuSecond, ten: ten.perCpuSecond, last: one.lastAfterMs };
  });
  const sockets = `${size.sockets.toLocaleString('en')} sockets`;
  return [
    {
      what: `${sockets}, an event at a time: deliveries for a second of CPU`,
      unit: '/s',
      values: measured.one,
      budget: { to: to('ws', measured.one), atLeast: 0.9 },
    },
    {
      what: `${sockets}, ten events a tick: deliveries for a second of CPU`,
      unit: '/s',
      values: measured.ten,
      budget: { to: to('socket.io', measured.ten), atLeast: 3 },
    },
    { what: `${sockets}, an event at a time: the last socket has it after`, unit: 'ms', values: measured.last },
  ];
}

interface Room extends Setting {
  /** Messages that have been published so far, times sockets. */
  delivered: number;
}

async function openRoom(setting: Setting): Promise<Room> {
  await openLines(setting);
  const room = { ...setting, delivered: 0 };
  await publish(room, WARM_UP, 1);
  return room;
}

/** Each only when the one before has arrived everywhere. */
async function publish(room: Room, ticks: number, events: number) {
  const { server, load, scene } = room;
  const conversationId = scene.conversationIds[0]!;
  const texts = Array.from({ length: events }, (_, index) => markedText(index));
  const lastAfter: number[] = [];
  const before = await server.ask('usage', {});
  for (let tick = 0; tick < ticks; tick += 1) {
    room.delivered += events * scene.people.length;
    const publishedAt = await server.ask('publish', { conversationId, texts });
    const { at } = await load.ask('reach', { total: room.delivered });
    lastAfter.push(at - publishedAt);
  }
  const after = await server.ask('usage', {});
  const cpuSeconds = (after.cpuMicros - before.cpuMicros) / 1e6;
  return {
    perCpuSecond: (ticks * events * scene.people.length) / cpuSeconds,
    lastAfterMs: median(lastAfter),
  };
}
