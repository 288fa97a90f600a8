import { type Import, readImports, resolveRelative } from "./read-imports.ts";
import { mayReachOutside, openRooms, outsideWorld, type Room, roomOf, rooms } from "./rooms.ts";

/** Source text by path from the repository's root. */
export type Sources = ReadonlyMap<string, string>;

const isOpen = (room: string) => (openRooms as readonly string[]).includes(room);

/** Every import that the table of rooms does not allow, as "file imports what: why". */
export function importViolations(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const name = roomOf(path);
    if (name === undefined) return [`${path} stands in no room of the table`];
    const room = rooms.find((candidate) => candidate.name === name);
    if (!room) return [];
    return readImports(source).flatMap((one) => {
      const reason = refusal(room, path, one);
      return reason ? [`${path} imports ${one.specifier}: ${reason}`] : [];
    });
  });
}

function refusal(room: Room, path: string, { specifier, isTypeOnly }: Import): string | undefined {
  const target = resolveRelative(path, specifier);
  if (target !== undefined) {
    const other = roomOf(target);
    if (other === room.name || (other !== undefined && room.rooms.includes(other))) return undefined;
    if (isTypeOnly && other !== undefined && room.types?.includes(other)) return undefined;
    return `${room.name} may not import ${other ?? "what stands in no room"}`;
  }
  if (specifier.startsWith("node:")) return room.node ? undefined : `${room.name} may not import Node's own`;
  const isAllowed = room.packages.some(
    (name) =>
      name === "*" || specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`),
  );
  return isAllowed ? undefined : `${room.name} may not import this package`;
}

/** Chains of imports by which a room that may not reach Azure or a model does, shortest first. */
export function outsideViolations(sources: Sources): string[] {
  const graph = new Map(
    [...sources].map(([path, source]) => [
      path,
      readImports(source).flatMap(({ specifier }) => resolveRelative(path, specifier) ?? []),
    ]),
  );
  const isOutside = (path: string) => outsideWorld.some((room) => room === roomOf(path));
  return [...sources.keys()].flatMap((path) => {
    const room = roomOf(path);
    if (room === undefined || isOpen(room) || mayReachOutside.some((name) => name === room)) return [];
    const chain = shortestChain(graph, path, isOutside);
    return chain ? [`${chain.join(" -> ")}: ${room} reaches ${roomOf(chain.at(-1)!)}`] : [];
  });
}

function shortestChain(
  graph: ReadonlyMap<string, string[]>,
  start: string,
  isTarget: (path: string) => boolean,
): string[] | undefined {
  const seen = new Set([start]);
  let chains = [[start]];
  while (chains.length > 0) {
    const longer: string[][] = [];
    for (const chain of chains)
      for (const next of graph.get(chain.at(-1)!) ?? []) {
        if (isTarget(next)) return [...chain, next];
        if (!seen.has(next)) longer.push([...chain, next]);
        seen.add(next);
      }
    chains = longer;
  }
  return undefined;
}
