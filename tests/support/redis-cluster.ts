import { Command } from 'ioredis';
import { aFolder, freePort, startRedis, type TestRedis } from './redis';

/** Slots of a cluster. */
const SLOTS = 16_384;

/** Milliseconds of silence after which the others count a node as gone: more than a busy machine makes of one that is not. */
const NODE_TIMEOUT_MS = 15_000;

/** The same where a test waits for it. What is counted as gone too soon has a replica, too. */
export const SOON_MS = 500;

const MASTERS = 3;

export interface TestCluster extends AsyncDisposable {
  readonly url: string;
  /** The master that the channel or key is on. */
  masterOf(key: string): Promise<TestRedis>;
  /** Some other master. */
  otherThan(key: string): Promise<TestRedis>;
  /** Moves the slot of the channel or key there, with nothing in it. */
  move(key: string, to: TestRedis): Promise<void>;
  /** The nodes that answer, masters and replicas. */
  alive(): Promise<readonly TestRedis[]>;
}

/** Three masters, each with a replica that takes over when its master has been silent for so long. */
export async function startCluster(nodeTimeoutMs = NODE_TIMEOUT_MS): Promise<TestCluster> {
  const folder = await aFolder();
  const start = async (index: number) =>
    startRedis(async () => [
      ...['--cluster-enabled', 'yes', '--cluster-port', `${await freePort()}`, '--cluster-announce-ip', '127.0.0.1'],
      ...[
        '--cluster-node-timeout',
        `${nodeTimeoutMs}`,
        '--repl-diskless-sync-delay',
        '0',
        '--repl-ping-replica-period',
        '1',
      ],
      ...['--dir', folder.path, '--cluster-config-file', `node-${index}.conf`],
    ]);
  const nodes = await Promise.all(Array.from({ length: 2 * MASTERS }, (_, index) => start(index)));
  const masters = nodes.slice(0, MASTERS);
  const idOf = async (node: TestRedis) => String(await node.ask('CLUSTER', 'MYID'));
  const busPortOf = async (node: TestRedis) => {
    const [, port] =
      /cluster-port\s+(\d+)/.exec(((await node.ask('CONFIG', 'GET', 'cluster-port')) as string[]).join(' ')) ?? [];
    return Number(port);
  };

  for (const [index, master] of masters.entries()) {
    const bounds = [index, index + 1].map((part) => Math.floor((part * SLOTS) / MASTERS)) as [number, number];
    await master.ask('CLUSTER', 'ADDSLOTSRANGE', bounds[0], bounds[1] - 1);
    await master.ask('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const node of nodes.slice(1)) {
    await nodes[0]!.ask('CLUSTER', 'MEET', '127.0.0.1', node.port, await busPortOf(node));
  }
  const ids = await Promise.all(masters.map(idOf));
  for (const [index, replica] of nodes.slice(MASTERS).entries()) {
    await untilDone(() => replica.ask('CLUSTER', 'REPLICATE', ids[index]!));
  }
  for (const node of nodes) {
    await untilDone(async () => {
      const shards = (await node.ask('CLUSTER', 'SLOTS')) as unknown[][];
      const info = String(await node.ask('CLUSTER', 'INFO'));
      // A range, its bounds, its master and its replica.
      const isWhole = shards.length === MASTERS && shards.every(({ length }) => length === 4);
      if (!isWhole || !info.includes('cluster_state:ok')) throw new Error('not yet');
    });
  }

  async function alive(): Promise<TestRedis[]> {
    const answers = await Promise.all(nodes.map((node) => node.ask('PING').then(Boolean, () => false)));
    return nodes.filter((_, index) => answers[index]);
  }

  async function portOf(key: string): Promise<number> {
    const [node] = await alive();
    const ranges = (await node!.ask('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
    const slot = slotOf(key);
    return ranges.find(([from, to]) => from <= slot && slot <= to)![2][1];
  }

  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    alive,
    async masterOf(key) {
      const port = await portOf(key);
      return nodes.find((node) => node.port === port)!;
    },
    async otherThan(key) {
      const port = await portOf(key);
      return masters.find((node) => node.port !== port)!;
    },
    async move(key, to) {
      const id = await idOf(to);
      const slot = slotOf(key);
      const from = nodes.find(({ port }) => port !== to.port)!;
      const port = await portOf(key);
      const source = nodes.find((node) => node.port === port) ?? from;
      await to.ask('CLUSTER', 'SETSLOT', slot, 'NODE', id);
      await source.ask('CLUSTER', 'SETSLOT', slot, 'NODE', id);
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}

export function slotOf(key: string): number {
  return new Command('get', [key]).getSlot() ?? 0;
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
