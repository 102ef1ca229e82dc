import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError } from '~/server/app-error';
import { type Container, createContainer } from '~/server/container';
import { servedAt, startEmbeddedDatabase } from '~/server/embedded/server';
import { type Env, EnvError } from '~/server/env';
import { createLog } from '~/server/log';
import { COMMANDS, helpText, UsageError } from './commands';

/** How a command ends: done, refused or failed, or asked for in a way that is none. */
export type ExitCode = 0 | 1 | 2;

export interface Output {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Runs what the words ask for. What went wrong is told in words, never as a trace. */
export async function runCommand(words: readonly string[], readEnv: () => Env, output: Output): Promise<ExitCode> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { reason: { type: 'string' }, yes: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const [name = 'help', ...rest] = positionals;
    if (name === 'help' || values.help) {
      output.print(helpText());
      return 0;
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(`There is no command ${name}.\n\n${helpText()}`);
    const env = readEnv();
    const given = { words: rest, reason: values.reason, yes: values.yes ?? false };
    await withContainer(env, ({ services, models }) =>
      command.run({ services, models, print: output.print, publicUrl: env.publicUrl ?? '' }, given),
    );
    return 0;
  } catch (error) {
    output.complain(wordsOf(error));
    return isUsage(error) ? 2 : 1;
  }
}

async function withContainer(env: Env, work: (container: Container) => Promise<void>): Promise<void> {
  const database = await openDatabase(env);
  try {
    const container = await createContainer({
      env,
      mongodbUrl: database.url,
      log: createLog({ logLevel: 'silent' }),
    });
    try {
      await work(container);
    } finally {
      await container.close();
    }
  } finally {
    await database.close();
  }
}

/** That of MONGODB_URL; else the embedded one: where the server that runs serves it, or started for as long as this takes. */
async function openDatabase({ mongodbUrl, dataDir }: Env): Promise<{ readonly url: string; close(): Promise<void> }> {
  if (mongodbUrl) return { url: mongodbUrl, close: async () => {} };
  const folder = join(dataDir, 'database');
  try {
    return await startEmbeddedDatabase({ folder });
  } catch (error) {
    const url = servedAt(folder);
    if (!url) throw new EnvError((error as Error).message, { cause: error });
    return { url, close: async () => {} };
  }
}

function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isAppError(error) || error instanceof EnvError || isUsage(error)) return error.message;
  if ('code' in error && error.code === 'EEXIST') return 'The folder exists already: say another one.';
  if (error.name === 'MongooseServerSelectionError') return `The database is out of reach: ${error.message}`;
  return `It did not work: ${error.message}`;
}
