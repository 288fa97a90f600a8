import { covers } from "./arm-path.ts";
import type { Denial } from "./tenant-schema.ts";

/** What the signed-in user may not read: by scope or path, narrowed to actions where the tenant names some. */
export class Denials {
  readonly #denials: readonly { prefix: string; actions: readonly RegExp[] }[];

  constructor(denials: readonly Denial[]) {
    this.#denials = denials.map(({ prefix, actions }) => ({
      prefix: prefix.replace(/\/+$/, "").toLowerCase(),
      actions: (actions ?? []).map(actionPattern),
    }));
  }

  /** @param action an ARM operation; left out for what has none (Microsoft Graph). */
  denies(path: string, action?: string): boolean {
    const key = path.replace(/\/+$/, "").toLowerCase();
    return this.#denials.some(
      ({ prefix, actions }) =>
        covers(prefix, key) &&
        (actions.length === 0 || (action !== undefined && actions.some((pattern) => pattern.test(action)))),
    );
  }
}

/** Role definitions write actions with `*` for any run of characters, slashes included. */
function actionPattern(action: string): RegExp {
  const escaped = action.replaceAll(/[.*+?^${}()|[\]\\]/g, (character) =>
    character === "*" ? ".*" : `\\${character}`,
  );
  return new RegExp(`^${escaped}$`, "i");
}
