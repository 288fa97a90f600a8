/** One exchange with the simulated Azure, as the front saw it. Instants in milliseconds since 1970, with fractions. */
export interface WireExchange {
  /** Equal for the pages and repetitions of one read. */
  readonly read: string;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}

/** A stretch of a diagnosis in which nothing but reads was waited for. Rounds follow each other, and never overlap. */
export interface Round {
  /** Whether its reads are made one after the other, as name look-ups are, or all at once. */
  readonly order: "in turn" | "at once";
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}

export interface CriticalPath {
  /** The longest chain of reads that had to follow each other, by how long each took on the wire. */
  readonly pathMs: number;
  /** How many exchanges make up that chain. */
  readonly links: number;
}

/**
 * The critical path of a diagnosis: of each round made at once the read that took longest, of each round made in turn all
 * of them. Time between rounds, and between the exchanges of a round, is not Azure's and counts for nothing.
 *
 * @param exchanges  those of this diagnosis alone.
 */
export function criticalPath(rounds: readonly Round[], exchanges: readonly WireExchange[]): CriticalPath {
  let pathMs = 0;
  let links = 0;
  for (const round of rounds) {
    const chains = [...readsOf(round, exchanges).values()].map(longestChain);
    const counted = round.order === "in turn" ? chains : chains.toSorted(byLength).slice(0, 1);
    for (const chain of counted) {
      pathMs += chain.pathMs;
      links += chain.links;
    }
  }
  return { pathMs, links };
}

function byLength(left: CriticalPath, right: CriticalPath): number {
  return right.pathMs - left.pathMs;
}

function readsOf(round: Round, exchanges: readonly WireExchange[]): Map<string, WireExchange[]> {
  const inside = exchanges.filter(
    ({ beganAtMs }) => beganAtMs >= round.beganAtMs - clockSlackMs && beganAtMs <= round.endedAtMs,
  );
  return Map.groupBy(inside, ({ read }) => read);
}

/** Histories tell instants in whole milliseconds, cut off. */
const clockSlackMs = 1;

/** Of exchanges of one read those that follow each other: overlapping ones were made for several, and count once. */
function longestChain(exchanges: readonly WireExchange[]): CriticalPath {
  const best: { endedAtMs: number; chain: CriticalPath }[] = [];
  for (const exchange of exchanges.toSorted((left, right) => left.endedAtMs - right.endedAtMs)) {
    const before = best.findLast(({ endedAtMs }) => endedAtMs <= exchange.beganAtMs)?.chain;
    const chain = {
      pathMs: (before?.pathMs ?? 0) + exchange.endedAtMs - exchange.beganAtMs,
      links: (before?.links ?? 0) + 1,
    };
    const last = best.at(-1)?.chain;
    best.push({
      endedAtMs: exchange.endedAtMs,
      chain: last !== undefined && last.pathMs > chain.pathMs ? last : chain,
    });
  }
  return best.at(-1)?.chain ?? { pathMs: 0, links: 0 };
}
