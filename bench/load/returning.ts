import { Agent } from 'node:http';
import { sharedNow } from '../answering';
import type { Peer } from '../figure';
import { fetchText, queryUrl } from './http';
import type { Dial, Line } from './line';

export interface Return {
  readonly peer: Exclude<Peer, 'ws'>;
  readonly url: string;
  readonly tokens: readonly string[];
  readonly conversationId: string;
  /** Messages of the conversation that everybody had when their connections broke, and that there are by now. */
  readonly had: number;
  readonly head: number;
}

/** Everybody dials at once, finds out what they lack and fetches it. Milliseconds that each of them took. */
export async function returnAll(
  { peer, url, tokens, conversationId, had, head }: Return,
  dials: Record<Peer, Dial>,
): Promise<readonly number[]> {
  const lines: Line[] = [];
  const start = sharedNow();
  const took = await Promise.all(
    tokens.map(async (token) => {
      let heads = '';
      const onFrame = (frame: Buffer) => {
        if (frame.includes('"type":"heads"')) heads = frame.toString();
      };
      const onLost = (reason: string) => {
        throw new Error(`a line was lost: ${reason}`);
      };
      lines.push(await dials[peer]({ url, token, onFrame, onLost }));
      const agent = new Agent({ keepAlive: true });
      const missed = peer === 'confab' ? await sinceHeads(heads) : await newestPage();
      agent.destroy();
      if (missed !== head - had) throw new Error(`${missed} of ${head - had} messages were caught up with`);
      return sharedNow() - start;

      async function sinceHeads(told: string): Promise<number> {
        if (!told.includes(`"conversationId":"${conversationId}","seq":${head}`)) throw new Error(`no head: ${told}`);
        const since = queryUrl(url, 'sync.since', { conversationId, seq: had });
        const text = await fetchText({ url: since, token, agent });
        return JSON.parse(text).result.data.entries.length;
      }

      async function newestPage(): Promise<number> {
        const text = await fetchText({ url: `${url}/conversations/${conversationId}/messages?page=1`, token, agent });
        return JSON.parse(text).length - had;
      }
    }),
  );
  for (const line of lines) line.close();
  return took;
}
