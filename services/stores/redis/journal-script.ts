import { redisScript } from "./redis-script.ts";

/**
 * Appends one line in one step that nothing divides: numbers it, stores it, notes its step, renews the retention of both
 * keys, and announces it. A step that has its line already is answered with that line.
 *
 * KEYS: the lines (a stream whose entry IDs are `seq-0`), the steps (a hash of "phase:step" -> seq).
 * ARGV: retention in milliseconds, channel, announcement, then name and value of every field, `step_id` and `phase` first.
 * Answers { seq, 1 } for a new line, { seq, 0, fields } for a known one.
 *
 * A server that evicts keys may lose one of the two: lost steps are read back from the lines; lost lines stay lost, but
 * their numbers are not given again.
 */
export const appendLine = redisScript(`
local function stepOf(fields, first)
  return fields[first + 3] .. ':' .. fields[first + 1]
end

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local last = newest and tonumber(string.match(newest[1], '^%d+')) or 0
local noted = redis.call('HLEN', KEYS[2])
if noted < last then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
    redis.call('HSET', KEYS[2], stepOf(entry[2], 1), string.match(entry[1], '^%d+'))
  end
end

local step = stepOf(ARGV, 4)
local known = redis.call('HGET', KEYS[2], step)
if known then
  local entry = redis.call('XRANGE', KEYS[1], known .. '-0', known .. '-0')[1]
  return { tonumber(known), 0, entry and entry[2] or {} }
end

local seq = math.max(last, noted) + 1
redis.call('XADD', KEYS[1], seq .. '-0', unpack(ARGV, 4))
redis.call('HSET', KEYS[2], step, seq)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return { seq, 1 }
`);
