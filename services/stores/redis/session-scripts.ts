import { redisScript } from "./redis-script.ts";

/**
 * Each script changes keys of one slot, in one step that nothing divides, and does the same when it is run twice. KEYS[1] is the
 * hash of a session but where another is named. Time is the server's, in milliseconds.
 */
const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * ARGV: when it ends ('' for never), then name and value of every field. The version and the fence never go back. A full server
 * refuses the first command of a script that takes memory, and only that one: it comes before anything is removed.
 */
export const putSession = redisScript(`
local before = redis.call('HMGET', KEYS[1], 'version', 'fence')
redis.call('HSET', KEYS[1], 'version', 0)
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', (before[1] or 0) + 1, 'fence', before[2] or 0, unpack(ARGV, 2))
if ARGV[1] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[1]) end
return 1
`);

/**
 * ARGV: expected version, holder of the refresh lock ('' where none is needed), number of the fields that may be absent, their
 * names, then name and value of every field, the access token first. Sealed tokens are never the same twice: where this one is
 * stored already, this is the same change, sent again.
 */
export const replaceTokensOf = redisScript(`
local stored = redis.call('HMGET', KEYS[1], 'version', 'credential', 'ms_access_token', 'lock_holder')
local first = 4 + tonumber(ARGV[3])
if stored[3] == ARGV[first + 1] then return 1 end
if stored[1] ~= ARGV[1] or stored[2] ~= 'entra' then return 0 end
if ARGV[2] ~= '' and stored[4] ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], unpack(ARGV, 4, first - 1))
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, unpack(ARGV, first))
return 1
`);

/** ARGV: holder, milliseconds. Answers the fence; 0 where another holds the lock; -1 where there is no session. */
export const acquireLock = redisScript(`${now}
local stored = redis.call('HMGET', KEYS[1], 'version', 'fence', 'lock_holder', 'lock_ends_ms')
if not stored[1] then return -1 end
local is_own = stored[3] == ARGV[1]
if stored[3] and not is_own and tonumber(stored[4]) > now then return 0 end
local fence = tonumber(stored[2]) + (is_own and 0 or 1)
redis.call('HSET', KEYS[1], 'fence', fence, 'lock_holder', ARGV[1], 'lock_ends_ms', string.format('%.0f', now + ARGV[2]))
return fence
`);

/** ARGV: holder, milliseconds; 0 of them let the lock go. Answers 1 where the lock was the holder's. */
export const renewLock = redisScript(`${now}
if redis.call('HGET', KEYS[1], 'lock_holder') ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then
  redis.call('HDEL', KEYS[1], 'lock_holder', 'lock_ends_ms')
else
  redis.call('HSET', KEYS[1], 'lock_ends_ms', string.format('%.0f', now + ARGV[2]))
end
return 1
`);

/**
 * KEYS[1]: the session IDs of a principal, by when they end. ARGV: session ID ('' to add none), when it ends ('+inf' for never).
 * Removes those that have ended; the index itself ends with the last of its sessions. Answers what is left.
 */
export const indexSession = redisScript(`${now}
if ARGV[1] ~= '' then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
if last == 'inf' then
  redis.call('PERSIST', KEYS[1])
elseif last then
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last))
end
return redis.call('ZRANGE', KEYS[1], 0, -1)
`);
