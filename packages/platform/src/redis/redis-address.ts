export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** What a Redis URL says. */
export interface RedisAddress {
  readonly hosts: readonly [RedisHost, ...RedisHost[]];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
}

const DEFAULT_PORT = 6379;
const URL_PARTS = /^redis(?<tls>s?):\/\/(?:(?<user>[^@/]*)@)?(?<hosts>[^@/]+)(?:\/(?<database>\d{1,3})?)?$/;

/** Reads `redis[s]://[user[:password]@]host[:port][,host[:port]...][/database]`; `null` for anything else. User and password are percent-encoded. */
export function parseAddress(url: string): RedisAddress | null {
  const { tls, user, hosts: list, database = "0" } = URL_PARTS.exec(url)?.groups ?? {};
  const login = parseLogin(user);
  const hosts = (list ?? "").split(",").map(parseHost);
  const [first, ...others] = hosts.filter((host) => host !== null);
  if (first === undefined || others.length + 1 < hosts.length || login === null) return null;
  return { hosts: [first, ...others], tls: tls === "s", database: Number(database), ...login };
}

function parseHost(text: string): RedisHost | null {
  if (!URL.canParse(`tcp://${text}`)) return null;
  const { hostname, port, pathname, search } = new URL(`tcp://${text}`);
  if (hostname === "" || pathname + search !== "") return null;
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? DEFAULT_PORT : Number(port) };
}

function parseLogin(text: string | undefined): { readonly username?: string; readonly password?: string } | null {
  if (text === undefined) return {};
  const colon = text.indexOf(":");
  try {
    const [username, password] = (colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)]).map(decodeURIComponent);
    return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
  } catch {
    return null;
  }
}

/** The hosts for people and logs; never a password. */
export function describeHosts({ hosts }: RedisAddress): string {
  return hosts.map(({ host, port }) => `${host}:${port}`).join(", ");
}
