import { type Cluster, Command, type Redis } from 'ioredis';
import { type Channels, type ChannelsOptions, createChannels, type OwnChannels } from './channels';

/** Where a channel is listened to. */
interface Home {
  readonly slot: number;
  /** Host and port of the master; null while the cluster has not said. */
  node: string | null;
  readonly waiting: Set<() => void>;
}

/**
 * Sharded pub/sub on a cluster: one connection to each master that has some of the channels. Channels follow their slots
 * from node to node. The driver can do so too, but neither says when the channels are live again, nor asks again when a
 * node that takes over refuses at first, nor notices a connection that died without a word.
 */
export function createShards(
  cluster: Cluster,
  connectTo: (host: string, port: number) => Redis,
  options: Omit<ChannelsOptions, 'sharded'>,
): Channels {
  const homes = new Map<string, Home>();
  const shards = new Map<string, OwnChannels>();
  /** Nodes that have dropped some channels, because a slot moved. */
  const dropped = new Set<string>();

  /** Asks where the slots are; `refresh` is told. While it is not connected, the driver does so by itself. */
  const lookAgain = () => {
    if (cluster.status === 'ready') cluster.refreshSlotsCache();
  };

  function shardAt(node: string): OwnChannels {
    const known = shards.get(node);
    if (known) return known;
    const at = node.lastIndexOf(':');
    const connection = connectTo(node.slice(0, at), Number(node.slice(at + 1)));
    connection.on('close', lookAgain);
    connection.on('moved', () => {
      dropped.add(node);
      lookAgain();
    });
    const shard = createChannels(connection, { ...options, sharded: true });
    shards.set(node, shard);
    return shard;
  }

  /** Listens where the channel's slot is now. */
  async function settle(channel: string, home: Home): Promise<void> {
    const node = cluster.slots[home.slot]?.[0] ?? null;
    if (node !== home.node && home.node) shards.get(home.node)?.remove(channel);
    home.node = node;
    if (!node) return;
    await shardAt(node).add(channel);
    for (const wake of home.waiting) wake();
    home.waiting.clear();
  }

  function follow(): void {
    const moved = [...homes].filter(([, { slot, node }]) => node !== (cluster.slots[slot]?.[0] ?? null));
    for (const node of dropped) shards.get(node)?.renew();
    dropped.clear();
    if (moved.length > 0)
      void Promise.all(moved.map(([channel, home]) => settle(channel, home))).then(options.onResume);
    for (const [node, shard] of shards) {
      if (shard.size > 0) continue;
      shards.delete(node);
      shard.close();
    }
  }
  cluster.on('refresh', follow);

  return {
    add(channel) {
      const known = homes.get(channel);
      const home: Home = known ?? { slot: slotOf(channel), node: null, waiting: new Set() };
      homes.set(channel, home);
      return new Promise((resolve) => {
        home.waiting.add(resolve);
        void settle(channel, home);
      });
    },
    remove(channel) {
      const home = homes.get(channel);
      homes.delete(channel);
      if (home?.node) shards.get(home.node)?.remove(channel);
    },
    reach: () => Promise.all([...shards.values()].map((shard) => shard.reach())),
    close() {
      cluster.off('refresh', follow);
      for (const shard of shards.values()) shard.close();
      shards.clear();
    },
  };
}

function slotOf(channel: string): number {
  return new Command('ssubscribe', [channel]).getSlot() ?? 0;
}
