/** What the readers of one topic in this process share. */
export interface Channel {
  /** Readers that use it or wait for it; at none it closes. */
  claims: number;
  /** Rejects when it could not be opened; the next reader opens another. */
  started: Promise<void>;
  stop: () => void;
}

/** Counts a reader in, once the channel is open. */
export async function enter<C extends Channel>(channels: Map<string, C>, id: string, channel: C): Promise<void> {
  channel.claims += 1;
  try {
    await channel.started;
  } catch (error) {
    release(channels, id, channel);
    throw error;
  }
}

/** Counts out a reader that was counted in, and with the last one closes the channel. */
export function release<C extends Channel>(channels: Map<string, C>, id: string, channel: C): void {
  channel.claims -= 1;
  if (channel.claims > 0) return;
  if (channels.get(id) === channel) channels.delete(id);
  channel.stop();
}
