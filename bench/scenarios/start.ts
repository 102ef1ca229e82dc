import { readFileSync } from 'node:fs';
import { sharedNow } from '../answering';
import { build, startDeployed } from '../built-site';
import type { Peer } from '../figure';
import { inTurns, type Scenario, to } from '../scenario';
import type { Setting } from '../stage';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

/** From nothing to the first page, with pages; the usual design serves none, and answers that it is there. */
export const start: Scenario = {
  name: 'start',
  title: 'Start-up',
  async run(stage) {
    build({ asItIs: stage.quick });
    const measured = await inTurns(stage.runs, PEERS, async (peer) => {
      await using setting = await stage.set(peer, { plan: { people: 2, conversations: [] }, processes: 0 });
      // The first start makes what the database lacks.
      await serveOnce(setting);
      return await serveOnce(setting);
    });
    return [
      { what: 'to the first answer', unit: 'ms', values: measured.ms, budget: { to: to('socket.io', measured.ms) } },
      { what: 'resident memory then', unit: 'MB', values: measured.megabytes },
    ];
  },
};

async function serveOnce({ peer, env }: Setting): Promise<{ ms: number; megabytes: number }> {
  const started = sharedNow();
  await using server = await startDeployed(peer, env);
  const url = `${server.url}${peer === 'confab' ? '/sign-in' : '/healthz'}`;
  const response = await fetch(url);
  await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
  const ms = sharedNow() - started;
  const [, resident] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
  return { ms, megabytes: Number(resident) / 1024 };
}
