import { randomBytes } from 'node:crypto';
import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { aGroup, aRoom } from '../tests/support/conversations';
import { aPerson, apiOf, type Person } from '../tests/support/people';
import { createDevice, type Device } from './device';
import type { History } from './history';
import type { Target } from './line';
import { random } from './random';
import { insist } from './waiting';

/** A place where people of the population talk. */
export interface Place {
  readonly id: Id;
  readonly kind: Conversation['kind'];
  /** Rooms have one. */
  readonly slug: string | null;
}

/** Everybody there is, and where they talk. */
export interface Population {
  readonly people: readonly Person[];
  readonly devices: readonly Device[];
  /** Each person's places, in the order they were made: the same for the same seed. */
  placesOf(userId: Id): readonly Place[];
  /** People in no conversation, with one device each: others see whether they are online, and that is all. */
  readonly strangers: readonly Person[];
  /** A device that has never been used, and is not part of the population; it is the caller's. */
  fresh(person: Person, name: string): Promise<Device>;
  devicesOf(userId: Id): readonly Device[];
  /** Procedures through any server that serves. */
  apiOf(person: Person): ReturnType<typeof apiOf>;
  close(): Promise<void>;
}

export interface PopulationOptions {
  readonly seed: string;
  readonly people: number;
  readonly devicesEach: number;
  readonly strangers: number;
  readonly history: History;
  readonly targets: () => readonly Target[];
}

/** Milliseconds for one step of the setting up. */
const STEP_MS = 30_000;

/** Members of each group; in several, so that a fault in one is beside others. */
const GROUP_SIZE = 5;

/** Registers everybody, makes a room of all, groups and direct conversations, and switches all devices on. */
export async function settlePopulation(options: PopulationOptions): Promise<Population> {
  const { seed, history, targets } = options;
  const chance = random(seed, 'population');
  const balance = random(seed, 'balancer');
  const devices: Device[] = [];
  const places = new Map<Id, Place[]>();
  const target = () => {
    const serving = targets();
    return serving.length > 0 ? balance.pick(serving) : null;
  };
  const anyUrl = () => `http://127.0.0.1:${target()?.port ?? 9}`;

  const everybody: Person[] = [];
  for (let index = 0; index < options.people + options.strangers; index += 1) {
    everybody.push(await insist(STEP_MS, () => aPerson(anyUrl(), `P${index}`)));
  }
  const people = everybody.slice(0, options.people);
  const strangers = everybody.slice(options.people);

  function settle({ id, kind, slug }: Conversation, members: readonly Person[]): void {
    for (const { me } of members) places.set(me.id, [...(places.get(me.id) ?? []), { id, kind, slug }]);
  }

  const through = (person: Person) => ({ ...person, api: apiOf(anyUrl(), person.token) });
  const founder = people[0]!;
  const room = await aRoom(through(founder), { slug: `chaos-${randomBytes(4).toString('hex')}`, name: 'Everybody' });
  for (const person of people.slice(1)) await through(person).api.room.join.mutate({ slug: room.slug ?? '' });
  settle(room, people);
  for (let index = 0; index < Math.max(1, Math.floor(people.length / 4)); index += 1) {
    const members = chance.shuffled(people).slice(0, GROUP_SIZE);
    const [owner, ...others] = members;
    settle(await aGroup(through(owner!), others, `Group ${index}`), members);
  }
  for (const [index, person] of people.entries()) {
    const other = people[(index + 1) % people.length]!;
    settle(await through(person).api.conversation.openDirect.mutate({ userId: other.me.id }), [person, other]);
  }

  async function fresh(person: Person, name: string): Promise<Device> {
    const device = await createDevice({ id: name, person, seed, history, target });
    await device.start();
    return device;
  }

  for (const [index, person] of people.entries()) {
    for (let number = 0; number < options.devicesEach; number += 1) {
      devices.push(await fresh(person, `p${index}d${number}`));
    }
  }
  for (const [index, person] of strangers.entries()) devices.push(await fresh(person, `s${index}`));
  const everyone = everybody.map(({ me }) => me.id);
  for (const device of devices) device.showPresence(everyone);
  return {
    people,
    devices,
    strangers,
    placesOf: (userId) => places.get(userId) ?? [],
    fresh,
    devicesOf: (userId) => devices.filter(({ person }) => person.me.id === userId),
    apiOf: (person) => apiOf(anyUrl(), person.token),
    async close() {
      await Promise.all(devices.map((device) => device.close()));
    },
  };
}
