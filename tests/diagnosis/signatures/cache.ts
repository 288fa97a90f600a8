import type { Signature } from "./signature.ts";

const host = "redis-shop.redis.cache.windows.net";

export const signatures: Signature[] = [
  {
    from: "StackExchange.Redis",
    error: `StackExchange.Redis.RedisConnectionException: It was not possible to connect to the redis server(s). UnableToConnect on ${host}:6380/Interactive, Initializing/NotStarted, last: NONE`,
  },
  {
    from: "StackExchange.Redis",
    error: `No connection is active/available to service this operation: GET cart; UnableToConnect on ${host}:6380`,
  },
  { from: "ioredis", error: `[ioredis] Unhandled error event: Error: connect ETIMEDOUT ${host}` },
  {
    from: "ioredis",
    error: `MaxRetriesPerRequestError: Reached the max retries per request limit (20) ${host}`,
  },
  {
    from: "node-redis",
    error: `SocketClosedUnexpectedlyError: Socket closed unexpectedly\n    url: rediss://${host}:6380`,
  },
  {
    from: "Jedis",
    error: `redis.clients.jedis.exceptions.JedisConnectionException: Could not get a resource from the pool ${host}`,
  },
  {
    from: "Lettuce through Spring Data Redis",
    error: `org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to Redis; nested exception is io.lettuce.core.RedisConnectionException: Unable to connect to ${host}:6380`,
  },
  {
    from: "redis-py",
    error: `redis.exceptions.ConnectionError: Error 104 while writing to socket. Connection reset by peer. ${host}`,
  },
  { from: "redis-py", error: `redis.exceptions.ConnectionError: Connection closed by server. ${host}` },
  { from: "go-redis", error: `redis: dial tcp: ${host}:6380: i/o timeout` },
  { from: "go-redis", error: `EOF while reading from ${host}:6380` },
  { from: "redis-cli", error: `Could not connect to Redis at ${host}:6380: Connection timed out` },
  { from: "phpredis", error: `RedisException: read error on connection to ${host}:6380` },
  {
    from: "Celery",
    error: `kombu.exceptions.OperationalError: Error 110 connecting to ${host}:6380. Connection timed out.`,
  },
  {
    from: "a Korean developer's own words",
    error: "Azure Cache for Redis 에 연결이 안 되고 바로 끊깁니다. 캐시 이름은 redis-shop 입니다.",
  },
  {
    from: "a developer's own words",
    error: "Our API cannot reach the Azure Redis cache, connections are dropped at once.",
  },
].map((message) => ({ code: "redis.firewall-deny", ...message }));
