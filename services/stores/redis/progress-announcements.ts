import type { ProgressWaiters } from "../progress-waiters.ts";
import { StoreRefusedError } from "../store-errors.ts";
import { RedisConnection, type RedisSettings } from "./redis-connection.ts";

export interface AnnouncementsOptions {
  settings: RedisSettings;
  /** The channel of a diagnosis. */
  channelOf: (diagnosisId: string) => string;
  waiters: ProgressWaiters;
  /** What this process itself announces: its own waits know already. */
  isOwn: (announcement: string) => boolean;
  isEnd: (announcement: string) => boolean;
}

/** How often a silent connection is tried, and channels without a wait since the last time are left. */
const beatMs = 10_000;

/**
 * Tells the waits of this process what other processes announce, over one connection however many they are. An
 * announcement is lost while the connection is down, so that everybody looks again once it is back.
 */
export class ProgressAnnouncements {
  readonly #options: AnnouncementsOptions;
  readonly #connection: RedisConnection;
  /** Channels that are subscribed to -> their diagnoses. */
  readonly #followed = new Map<string, string>();
  /** Channels for which nobody waited at the last beat. */
  #idle = new Set<string>();
  #beat: NodeJS.Timeout | undefined;
  #isRefused = false;

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
    this.#connection = new RedisConnection(options.settings, "progress", {
      opened: (client) => {
        client.on("message", (channel: string, announcement: string) => this.#heard(channel, announcement));
        client.on("ready", () => void this.#subscribe([...this.#followed.keys()]));
      },
    });
  }

  /** Call it before each wait. A channel that was left is subscribed to again. */
  follow(diagnosisId: string): void {
    const channel = this.#options.channelOf(diagnosisId);
    if (this.#followed.has(channel)) return;
    this.#followed.set(channel, diagnosisId);
    this.#beat ??= setInterval(() => this.#beats(), beatMs).unref();
    void this.#subscribe([channel]);
  }

  close(): void {
    clearInterval(this.#beat);
    this.#connection.close();
  }

  #heard(channel: string, announcement: string): void {
    const diagnosisId = this.#followed.get(channel);
    if (diagnosisId === undefined || this.#options.isOwn(announcement)) return;
    if (this.#options.isEnd(announcement)) this.#options.waiters.end(diagnosisId);
    else this.#options.waiters.notify(diagnosisId);
  }

  /** What was announced before the subscription took effect was not heard: whoever waits looks again. */
  async #subscribe(channels: readonly string[]): Promise<void> {
    if (channels.length === 0) return;
    try {
      await this.#connection.run((client) => client.subscribe(...channels));
    } catch (error) {
      // A connection that is down subscribes when it is back; until then, and where it is refused, waits end by their time.
      this.#failed(error);
      return;
    }
    for (const channel of channels) {
      const diagnosisId = this.#followed.get(channel);
      if (diagnosisId !== undefined) this.#options.waiters.notify(diagnosisId);
    }
  }

  #failed(error: unknown): void {
    if (!(error instanceof StoreRefusedError) || this.#isRefused) return;
    this.#isRefused = true;
    this.#options.settings.log?.warn(`Progress of other processes is noticed late. ${error.message}`);
  }

  #beats(): void {
    const idle = [...this.#followed].flatMap(([channel, id]) =>
      this.#options.waiters.has(id) ? [] : channel,
    );
    const left = idle.filter((channel) => this.#idle.has(channel));
    this.#idle = new Set(idle);
    for (const channel of left) this.#followed.delete(channel);
    const said =
      left.length > 0
        ? this.#connection.run((client) => client.unsubscribe(...left))
        : this.#connection.run((client) => client.ping());
    // Its only purpose is an answer: without one the connection is given up, and made anew.
    said.catch(() => {});
  }
}
