/** What a process of the bench does when it is asked: plain data in, plain data out. */
// biome-ignore lint/suspicious/noExplicitAny: each process has its own commands.
export type Commands = Record<string, (input: any) => unknown>;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export type Answer =
  | { readonly ready: unknown }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** Answers whoever started this process, from now on; goes with them. `ready` is told at once. */
export function answer(commands: Commands, ready: unknown = null): void {
  const say = (said: Answer) => process.send?.(said);
  process.on('message', async ({ id, name, input }: Question) => {
    try {
      say({ id, value: await commands[name]?.(input) });
    } catch (error) {
      say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
  say({ ready });
}

/** Milliseconds on a clock that all processes of a machine share. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;
