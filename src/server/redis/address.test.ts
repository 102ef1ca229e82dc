import { expect, test } from 'vitest';
import { parseRedisUrl } from './address';

test.each(['redis://localhost:6379', 'redis://localhost', 'rediss://:secret@cache.example/3', 'redis://[::1]:6379'])(
  '%s is one server',
  (url) => {
    expect(parseRedisUrl(url)).toEqual({ kind: 'single', url });
  },
);

test('Sentinels are named with the master they know, the master’s account and its database', () => {
  expect(parseRedisUrl('redis+sentinel://one:26379,two/mymaster')).toEqual({
    kind: 'sentinel',
    tls: false,
    hosts: [
      { host: 'one', port: 26379 },
      { host: 'two', port: 26379 },
    ],
    master: 'mymaster',
    db: 0,
    sentinel: {},
  });
  expect(
    parseRedisUrl('rediss+sentinel://ana:p%40ss:word@10.0.0.1:5000/my-master/7?sentinelUsername=s&sentinelPassword=t'),
  ).toEqual({
    kind: 'sentinel',
    tls: true,
    hosts: [{ host: '10.0.0.1', port: 5000 }],
    username: 'ana',
    password: 'p@ss:word',
    master: 'my-master',
    db: 7,
    sentinel: { username: 's', password: 't' },
  });
});

test('a cluster is named by some of its nodes', () => {
  expect(parseRedisUrl('rediss+cluster://:secret@one,two:7001,[::1]:7002')).toEqual({
    kind: 'cluster',
    tls: true,
    hosts: [
      { host: 'one', port: 6379 },
      { host: 'two', port: 7001 },
      { host: '::1', port: 7002 },
    ],
    password: 'secret',
  });
  expect(parseRedisUrl('redis+cluster://one/')).toMatchObject({
    kind: 'cluster',
    hosts: [{ host: 'one', port: 6379 }],
  });
});

const FORMS = 'must start with redis://, redis+sentinel:// or redis+cluster:// (rediss for TLS), or be left out';
const HOSTS = 'must name one or more hosts as host:port, with commas between them';
const MASTER = 'must name the master after the hosts, for example redis+sentinel://one:26379,two:26379/mymaster';

test.each([
  ['localhost:6379', FORMS],
  ['redis+other://one', FORMS],
  ['http://one', FORMS],
  ['redis://', 'must be an address, for example redis://localhost:6379'],
  ['redis://one:port', 'must be an address, for example redis://localhost:6379'],
  ['redis+cluster://', HOSTS],
  ['redis+cluster://one:7000,', HOSTS],
  ['redis+cluster://one:0', HOSTS],
  ['redis+cluster://one:70000', HOSTS],
  ['redis+cluster://one:7000:7001', HOSTS],
  ['redis+cluster://one two', HOSTS],
  ['redis+cluster://one/3', 'must end after its hosts: a cluster has no databases'],
  ['redis+sentinel://one', MASTER],
  ['redis+sentinel://one/', MASTER],
  ['redis+sentinel://one/mymaster/x', MASTER],
  ['redis+sentinel://%zz@one/mymaster', 'must have its user and password percent-encoded'],
])('%s is refused with what to write', (url, words) => {
  expect(parseRedisUrl(url)).toBe(words);
});

test('what is said of a bad one repeats no password', () => {
  for (const url of [
    'redis://:hunter2@one:port',
    'redis+cluster://:hunter2@/',
    'redis+sentinel://:hunter2@one',
    'x:hunter2',
  ]) {
    expect(parseRedisUrl(url)).not.toContain('hunter2');
  }
});
