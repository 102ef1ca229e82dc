/** A machine and a port. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

interface Account {
  readonly username?: string;
  readonly password?: string;
}

/** What `REDIS_URL` says. */
export type RedisAddress =
  /** One server. */
  | { readonly kind: 'single'; readonly url: string }
  /** A master that Sentinels know by name, and its database. */
  | ({
      readonly kind: 'sentinel';
      readonly tls: boolean;
      readonly hosts: readonly RedisHost[];
      readonly master: string;
      readonly db: number;
      /** Of the Sentinels, where they ask for one; the other is of the master. */
      readonly sentinel: Account;
    } & Account)
  /** Some nodes of a cluster; the others are learnt from them. */
  | ({ readonly kind: 'cluster'; readonly tls: boolean; readonly hosts: readonly RedisHost[] } & Account);

const SENTINEL_PORT = 26379;
const REDIS_PORT = 6379;

const FORMS = 'must start with redis://, redis+sentinel:// or redis+cluster:// (rediss for TLS), or be left out';

/** The address, or what is wrong with it in words that repeat nothing of it, for it may hold a password. */
export function parseRedisUrl(url: string): RedisAddress | string {
  if (/^rediss?:\/\//.test(url)) {
    return URL.canParse(url) && new URL(url).hostname
      ? { kind: 'single', url }
      : 'must be an address, for example redis://localhost:6379';
  }
  const parts = /^(rediss?)\+(sentinel|cluster):\/\/(?:(.*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url);
  if (!parts) return FORMS;
  const [, scheme, kind, userinfo, list = '', path = '', query] = parts;
  const hosts = hostsIn(list, kind === 'sentinel' ? SENTINEL_PORT : REDIS_PORT);
  if (!hosts) return 'must name one or more hosts as host:port, with commas between them';
  const account = accountIn(userinfo);
  if (!account) return 'must have its user and password percent-encoded';
  const common = { tls: scheme === 'rediss', hosts, ...account };
  if (kind === 'cluster') {
    return path || query ? 'must end after its hosts: a cluster has no databases' : { kind: 'cluster', ...common };
  }
  const [, master, db = '0'] = /^([^/%]+)(?:\/(\d{1,5}))?$/.exec(path) ?? [];
  if (!master) return 'must name the master after the hosts, for example redis+sentinel://one:26379,two:26379/mymaster';
  const options = new URLSearchParams(query);
  const sentinel = named(options.get('sentinelUsername'), options.get('sentinelPassword'));
  return { kind: 'sentinel', ...common, master, db: Number(db), sentinel };
}

function hostsIn(list: string, defaultPort: number): readonly RedisHost[] | null {
  const hosts = list.split(',').map((each): RedisHost | null => {
    const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/i.exec(each) ?? [];
    const host = bracketed ?? plain;
    const number = port === undefined ? defaultPort : Number(port);
    return host && number >= 1 && number <= 65_535 ? { host, port: number } : null;
  });
  return hosts.every((host) => host !== null) ? hosts : null;
}

function accountIn(userinfo = ''): Account | null {
  const [username = '', password = ''] = userinfo.split(/:(.*)/s);
  try {
    return named(decodeURIComponent(username), decodeURIComponent(password));
  } catch {
    return null;
  }
}

const named = (username: string | null, password: string | null): Account => ({
  ...(username && { username }),
  ...(password && { password }),
});
