import { createHash } from "node:crypto";

/** A Lua script that runs as a whole, with nothing in between. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

const script = (text: string): Script => ({ text, sha: createHash("sha1").update(text).digest("hex") });

/**
 * One look at fields of several hashes. KEYS: hashes. ARGV: pairs of a position in KEYS, from 1, and a field. Answers the values in the
 * order of ARGV.
 */
export const LOOK = script(`
local values = {}
for i = 1, #ARGV, 2 do
  values[#values + 1] = redis.call('HGET', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
end
return values`);

/**
 * The guarded write. KEYS: checkpoint, then hashes. ARGV: the checkpoint expected ('' for none, else '=' and it), the next one, the
 * token of this commit, the number of puts, then puts (position in KEYS, field, value), then deletes (position, field).
 * Answers 1 when kept, 0 when another checkpoint stands there, 2 when the journal has to be settled first. A commit that comes again
 * because its answer was lost is known by its token. The checkpoint moves last.
 */
export const COMMIT = script(`
local at = redis.call('HMGET', KEYS[1], 'at', 'by', 'pending')
if at[2] == ARGV[3] then return 1 end
if at[3] then return 2 end
if (at[1] and '=' .. at[1] or '') ~= ARGV[1] then return 0 end
local i = 5
for _ = 1, tonumber(ARGV[4]) do
  redis.call('HSET', KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 2])
  i = i + 3
end
while i < #ARGV do
  redis.call('HDEL', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
  i = i + 2
end
redis.call('HSET', KEYS[1], 'at', ARGV[2], 'by', ARGV[3])
return 1`);

/**
 * Keeps a large commit whose changes lie in a list: the list becomes the journal of the scope. KEYS: checkpoint, list, journal.
 * ARGV and answers: as for COMMIT, without puts and deletes.
 */
export const ACCEPT = script(`
local at = redis.call('HMGET', KEYS[1], 'at', 'by', 'pending')
if at[2] == ARGV[3] then return 1 end
if at[3] then return 2 end
if (at[1] and '=' .. at[1] or '') ~= ARGV[1] then return 0 end
redis.call('RENAME', KEYS[2], KEYS[3])
redis.call('PERSIST', KEYS[3])
redis.call('HSET', KEYS[1], 'at', ARGV[2], 'by', ARGV[3], 'pending', '1')
return 1`);

/**
 * Moves the first changes of the journal into their hashes. KEYS: checkpoint, journal. ARGV: how many. Each change is three elements:
 * key, field, and '+' with the value or '-'. The keys are under the same hash tag as the journal. Answers how many elements are left.
 */
export const SETTLE = script(`
local changes = redis.call('LPOP', KEYS[2], 3 * tonumber(ARGV[1])) or {}
for i = 1, #changes, 3 do
  local change = changes[i + 2]
  if string.sub(change, 1, 1) == '+' then redis.call('HSET', changes[i], changes[i + 1], string.sub(change, 2))
  else redis.call('HDEL', changes[i], changes[i + 1]) end
end
local left = redis.call('LLEN', KEYS[2])
if left == 0 then redis.call('HDEL', KEYS[1], 'pending') end
return left`);

/**
 * Takes a lease. KEYS: holder, epoch. ARGV: token, milliseconds. Answers the epoch, nil when another holds it. Epochs grow even where
 * Redis has lost the last one, since none is below the time of day.
 */
export const ACQUIRE = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return false end
local epoch = redis.call('GET', KEYS[2])
if not holder or not epoch then
  local now = redis.call('TIME')
  epoch = string.format('%.0f', math.max(tonumber(epoch or 0) + 1, now[1] * 1000 + math.floor(now[2] / 1000)))
  redis.call('SET', KEYS[2], epoch)
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return epoch`);

/** Holds a lease for longer. KEYS: holder. ARGV: token, milliseconds. Answers 1 while it is held. */
export const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** Gives a lease back. KEYS: holder. ARGV: token. */
export const RELEASE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`);

/** Does once all that the other scripts do, on keys of its own, and leaves nothing. KEYS: two that nobody uses. */
export const PROBE = script(`
redis.call('HSET', KEYS[1], 'a', '1')
redis.call('HGET', KEYS[1], 'a')
redis.call('HMGET', KEYS[1], 'a', 'b')
redis.call('HDEL', KEYS[1], 'a')
redis.call('RPUSH', KEYS[1], '1')
redis.call('PEXPIRE', KEYS[1], 1000)
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('PERSIST', KEYS[2])
redis.call('LPOP', KEYS[2], 2)
redis.call('LLEN', KEYS[2])
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('TIME')
redis.call('DEL', KEYS[1])
return redis.call('HKEYS', KEYS[1])`);
