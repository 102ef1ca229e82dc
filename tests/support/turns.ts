/** Runs of one piece of work at most: what a collector or a neighbour adds is in some of them, what the work takes in all. */
const RUNS = 6;

/**
 * Milliseconds of processor time that the longest turn of the event loop takes while the work runs: the least of several
 * runs, which end with the first below `enough`. Unlike the clock it does not tell what else the machine is busy with.
 */
export async function longestTurn(enough: number, work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS && least >= enough; run += 1) least = Math.min(least, await longestTurnOnce(work));
  return least;
}

async function longestTurnOnce(work: () => unknown): Promise<number> {
  let longest = 0;
  let isOver = false;
  let before = process.cpuUsage();
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.cpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await work();
  isOver = true;
  look();
  return longest;
}
