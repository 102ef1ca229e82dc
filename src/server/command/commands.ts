import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AdminPerson } from '~/contract/admin';
import { RETENTION_DAYS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { SYSTEM_ID } from '~/contract/system';
import { AppError } from '~/server/app-error';
import type { Container } from '~/server/container';
import type { Operator } from '~/server/services/operator';

/** What was asked for is not how it is asked for; the message says how. */
export class UsageError extends Error {}

export interface CommandContext extends Pick<Container, 'services' | 'models'> {
  readonly print: (line: string) => void;
  /** Where people reach the installation; '' where nothing says it. */
  readonly publicUrl: string;
}

export interface Given {
  readonly words: readonly string[];
  readonly reason: string | undefined;
  readonly yes: boolean;
}

interface Command {
  readonly usage: string;
  readonly does: string;
  run(context: CommandContext, given: Given): Promise<void>;
}

interface OnPerson {
  readonly userId: Id;
  readonly reason: string | undefined;
}

const BY_COMMAND: Operator = { kind: 'command' };

/** Nobody: pictures are not shown, so their links need not be good. */
const VIEWER = { userId: SYSTEM_ID };

/** What is done to one person, named after the command. */
function toPerson(
  usage: string,
  does: string,
  run: (context: CommandContext, input: OnPerson, given: Given) => Promise<unknown>,
): Command {
  return {
    usage,
    does,
    async run(context, given) {
      const [login] = given.words;
      if (!login) throw new UsageError(`Say whom, by username or e-mail address: ${usage}`);
      const userId = await context.services.people.find(login);
      await run(context, { userId, reason: given.reason }, given);
      context.print(`Done: ${usage.split(' ')[0]} ${login}`);
    },
  };
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  'list-people': {
    usage: 'list-people [beginning of a name]',
    does: 'Everybody: id, username, e-mail address, name, role, state.',
    async run({ services, print }, { words }) {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await services.people.list(VIEWER, { query: words.join(' '), cursor: cursor ?? null });
        for (const person of page.items) print(lineOf(person));
        cursor = page.nextCursor;
      }
    },
  },
  'make-admin': toPerson('make-admin <person>', 'Makes somebody an admin.', ({ services }, input) =>
    services.people.setRole(BY_COMMAND, { ...input, platformRole: 'admin' }),
  ),
  'unmake-admin': toPerson('unmake-admin <person>', 'Takes that away; never from the last.', ({ services }, input) =>
    services.people.setRole(BY_COMMAND, { ...input, platformRole: 'member' }),
  ),
  disable: toPerson('disable <person>', 'Ends what they are signed in with, for good.', ({ services }, input) =>
    services.people.disable(BY_COMMAND, input),
  ),
  enable: toPerson('enable <person>', 'Lets them sign in again.', ({ services }, input) =>
    services.people.enable(BY_COMMAND, input),
  ),
  'reset-password': toPerson(
    'reset-password <person>',
    'Ends their password, and shows a link to set another one.',
    async ({ services, print, publicUrl }, input) => {
      const { path, expiresAt } = await services.people.resetPassword(BY_COMMAND, input);
      print(`${publicUrl}${path}`);
      print(`Shown this once; good until ${expiresAt}.`);
    },
  ),
  'export-person': toPerson(
    'export-person <person> <new folder>',
    'Writes everything there is of them into the folder.',
    async ({ services }, input, { words: [, folder] }) => {
      if (!folder) throw new UsageError('Say where: a folder that does not exist yet.');
      await mkdir(folder);
      await services.exports.ofPerson(BY_COMMAND, input);
      await services.exports.write(input.userId, {
        async file(name, content) {
          const path = join(folder, name);
          await mkdir(dirname(path), { recursive: true });
          await pipeline(Readable.from(content), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        },
      });
    },
  ),
  'erase-person': toPerson(
    'erase-person <person> --yes',
    'Takes them out for good: name, messages, files.',
    ({ services }, input, { yes }) => {
      if (!yes) throw new UsageError('This cannot be undone. Say --yes if it is meant.');
      return services.erasures.erase(BY_COMMAND, input);
    },
  ),
  'set-retention': {
    usage: 'set-retention <room or id> <days|forever|default>',
    does: 'Sets how long a conversation keeps its messages at most.',
    async run({ services, models, print }, { words: [place, days], reason }) {
      if (!place || !days) throw new UsageError('Say where, and how many days, forever or default.');
      const found = await models.conversations
        .findOne(/^[0-9a-f]{24}$/.test(place) ? { _id: place } : { key: `room:${place}` }, { _id: 1 })
        .lean();
      if (!found) throw new AppError('NOT_FOUND', `There is no conversation ${place}.`);
      await services.retention.setBound(BY_COMMAND, {
        conversationId: found._id.toString(),
        days: boundIn(days),
        reason,
      });
      print(`Done: set-retention ${place} ${days}`);
    },
  },
  audit: {
    usage: 'audit',
    does: 'What was done to the installation lately, the newest first.',
    async run({ services, print }) {
      const { items } = await services.audit.list(VIEWER, {});
      for (const { at, by, action, target, reason, refusal } of items) {
        const why = [reason && `“${reason}”`, refusal && `came to nothing: ${refusal}`].filter(Boolean).join(' ');
        print(
          `${at}  ${by?.username ?? 'command'}  ${action}  ${target.kind} ${target.name ?? target.id}  ${why}`.trim(),
        );
      }
    },
  },
  live: {
    usage: 'live',
    does: 'How the installation does in this moment, as JSON.',
    async run({ services, print }) {
      print(JSON.stringify(await services.figures(), null, 2));
    },
  },
};

function boundIn(days: string): number | null {
  if (days === 'default') return null;
  if (days === 'forever') return 0;
  const number = /^\d{1,5}$/.test(days) ? Number(days) : 0;
  if (number < 1 || number > RETENTION_DAYS_MAX) {
    throw new UsageError(`${days} is none of: 1 to ${RETENTION_DAYS_MAX}, forever, default.`);
  }
  return number;
}

function lineOf({ id, username, name, email, role, disabledAt, erased }: AdminPerson): string {
  const state = erased ? 'erased' : disabledAt ? 'disabled' : '';
  return [id, username, email, name, role, state].join('\t').trimEnd();
}

export function helpText(): string {
  const width = Math.max(...Object.values(COMMANDS).map(({ usage }) => usage.length));
  return [
    'npm run admin -- <command> [--reason <words>]',
    '',
    ...Object.values(COMMANDS).map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`),
    '',
    'It works on the database of MONGODB_URL, or on the embedded one in DATA_DIR, whether its server runs or not.',
  ].join('\n');
}
