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
 * The guarded write. KEYS: checkpoint. ARGV: the checkpoint expected ('' for none, else '=' and it), the next one, the token of this
 * commit, and a field with its value: `changes` and the changes (packed-changes.ts), or `staged` and the key of a hash with pieces of
 * them, by number from 0. Answers 1 when kept, 0 when another checkpoint stands there, 2 when the write before has to be settled first.
 * A commit that comes again because its answer was lost is known by its token. One command writes, so that no transaction can be torn.
 */
export const COMMIT = script(`
local at = redis.call('HMGET', KEYS[1], 'at', 'by', 'next', 'token')
if at[2] == ARGV[3] or at[4] == ARGV[3] then return 1 end
if at[3] then return 2 end
if (at[1] and '=' .. at[1] or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'next', ARGV[2], 'token', ARGV[3], ARGV[4], ARGV[5])
return 1`);

/**
 * Makes the changes of the write that was kept, or the next piece of them, and moves the checkpoint after the last. KEYS: checkpoint; the
 * hashes are under the same hash tag. Answers how many pieces are left. All it writes is absolute, and what it goes by is removed last,
 * so that any beginning of it may be made twice. A Redis that is full lets it run: it frees the changes.
 */
export const SETTLE = script(`#!lua flags=allow-oom
local kept = redis.call('HMGET', KEYS[1], 'next', 'token', 'changes', 'staged', 'settled')
if not kept[1] then return 0 end
local piece, settled, left = kept[3], 0, 0
if kept[4] then
  settled = tonumber(kept[5] or '0')
  piece = redis.call('HGET', kept[4], settled)
  left = redis.call('HLEN', kept[4]) - settled - 1
end
local keys, puts, deletes = unpack(cmsgpack.unpack(piece))
for i = 1, #puts, 3 do redis.call('HSET', keys[puts[i]], puts[i + 1], puts[i + 2]) end
for i = 1, #deletes, 2 do redis.call('HDEL', keys[deletes[i]], deletes[i + 1]) end
if left > 0 then
  redis.call('HSET', KEYS[1], 'settled', settled + 1)
  return left
end
redis.call('HSET', KEYS[1], 'at', kept[1], 'by', kept[2])
redis.call('HDEL', KEYS[1], 'next', 'token', 'changes', 'staged', 'settled')
if kept[4] then redis.call('DEL', kept[4]) end
return 0`);

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

/** Does once all that the other scripts do, on keys of its own, and leaves nothing. KEYS: one that nobody uses. */
export const PROBE = script(`
redis.call('HSET', KEYS[1], 'a', '1')
redis.call('HGET', KEYS[1], 'a')
redis.call('HMGET', KEYS[1], 'a', 'b')
redis.call('HDEL', KEYS[1], 'a')
redis.call('HSET', KEYS[1], 'a', cmsgpack.unpack(cmsgpack.pack('1')))
redis.call('HLEN', KEYS[1])
redis.call('PEXPIRE', KEYS[1], 1000)
redis.call('PERSIST', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('TIME')
redis.call('DEL', KEYS[1])
return redis.call('HKEYS', KEYS[1])`);
