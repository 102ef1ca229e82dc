import { randomUUID } from 'node:crypto';
import { WAVE_POINTS } from '~/contract/limits';
import { aGroup, aRoom, send } from './conversations';
import { aClientId, aPerson, PASSWORD, type Person } from './people';
import { type Field, PROCEDURES } from './procedures';

/** A good value for every field of every input, by name. */
export type Samples = Readonly<Record<string, unknown>>;

/** Of what the person may do. */
export async function samplesOf(person: Person, url: string): Promise<Samples> {
  const group = await aGroup(person, []);
  const room = await aRoom(person);
  const message = await send(person, group.id);
  const hook = { conversationId: group.id, direction: 'incoming', name: 'Weather' } as const;
  const { webhook } = await person.api.webhook.create.mutate(hook);
  return {
    username: 'somebody',
    email: 'somebody@example.org',
    name: 'Somebody',
    password: PASSWORD,
    login: person.me.username,
    label: 'label',
    tokenId: 'a'.repeat(24),
    userId: (await aPerson(url, 'Ben')).me.id,
    userIds: [person.me.id],
    connection: randomUUID(),
    memberIds: [person.me.id],
    query: 'a',
    cursor: null,
    limit: 10,
    slug: room.slug,
    conversationId: group.id,
    clientId: aClientId(),
    text: 'hello',
    before: 2,
    after: 1,
    around: 1,
    seq: 1,
    seqs: [1],
    from: 1,
    to: 1,
    checksum: '2:0123456789abcdef',
    messageId: message.id,
    replyToId: message.id,
    emoji: '👍',
    on: true,
    scope: 'me',
    toConversationIds: [group.id],
    role: 'member',
    platformRole: 'member',
    only: 'admins',
    reason: 'they asked for it',
    token: `${'a'.repeat(24)}.${'a'.repeat(43)}`,
    kind: 'links',
    days: 30,
    reportReason: 'spam',
    note: 'it is not about the matter',
    handled: true,
    reportId: 'a'.repeat(24),
    outcome: 'dismissed',
    mutedUntil: null,
    notify: 'all',
    quietUntil: null,
    quietTime: { from: '22:00', to: '07:00', timeZone: 'UTC' },
    mentionsPierceMute: true,
    pinned: true,
    archived: false,
    markedUnread: false,
    typing: true,
    current: PASSWORD,
    next: PASSWORD,
    uploadId: 'a'.repeat(24),
    uploadIds: ['a'.repeat(24)],
    avatarUploadId: null,
    filename: 'notes.txt',
    size: 5,
    mimeType: 'text/plain',
    width: 640,
    height: 360,
    durationMs: 1_000,
    wave: Array.from({ length: WAVE_POINTS }, () => 50),
    poster: 'AAAA',
    source: 'Old chat',
    messages: [{ id: 'm1', sender: { id: 'u1', name: 'Ana' }, at: '2020-05-01T12:00:00Z', text: 'hello' }],
    direction: 'outgoing',
    url: 'https://example.org/hook',
    webhookId: webhook.id,
    endpoint: 'https://push.example.org/somebody',
    p256dh: `B${'A'.repeat(86)}`,
    auth: 'A'.repeat(22),
    showText: true,
    locale: 'en',
  };
}

/** A message has a text or files, and here it has a text; webhooks here are outgoing. */
const needed = (path: string, fields: Record<string, Field>) => {
  if (path === 'message.send') return { ...fields, text: { ...fields.text!, required: true } };
  return path === 'webhook.create' ? { ...fields, url: { ...fields.url!, required: true } } : fields;
};

/** Every procedure with an input, and what a good one needs. */
export const TAKING_INPUT = PROCEDURES.flatMap(({ path, type, fields }) =>
  fields ? [{ path, type, fields: needed(path, fields) }] : [],
);

export function sampleOf(samples: Samples, name: string): string {
  if (!(name in samples)) throw new Error(`there is a new field ${name}: give a good value for it in samples`);
  return JSON.stringify(samples[name]);
}

/** The smallest good input, with some fields replaced by other JSON or, with null, left out. */
export function inputOf(
  samples: Samples,
  fields: Record<string, Field>,
  changes: Record<string, string | null> = {},
): string {
  const required = Object.entries(fields).filter(([, field]) => field.required);
  const parts = new Map(required.map(([name]) => [name, sampleOf(samples, name)]));
  for (const [name, json] of Object.entries(changes)) {
    if (json === null) parts.delete(name);
    else parts.set(name, json);
  }
  return `{${[...parts].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}
