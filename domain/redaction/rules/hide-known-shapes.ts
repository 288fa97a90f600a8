import { markerFor } from "../marker.ts";
import { TextEdit } from "../text-edit.ts";
import { consume } from "./consume.ts";

interface Shape {
  /** A text without this holds no such secret: most texts are done with one look each. */
  needs?: string | RegExp;
  pattern: RegExp;
  what: string;
  /** What a secret of no fixed length goes on with; the pattern finds its beginning. */
  goesOn?: RegExp;
  /** Further proof, where the shape alone says too little. `before` is what stands in front, 60 characters of it. */
  accept?: (match: string, before: string) => boolean;
}

const digestLabel = /(?:sha-?\d|md5|digest|hash|thumbprint|fingerprint|checksum|integrity|etag)[^\n]{0,40}$/i;
const isNoDigest = (_: string, before: string) => !digestLabel.test(before);
const isMixed = (match: string, before: string) =>
  /\d/.test(match) && /[a-z]/.test(match) && /[A-Z]/.test(match) && isNoDigest(match, before);

/**
 * Secrets that give themselves away by their shape, whatever stands beside them. Sources: the issuers' own formats; Azure's
 * identifiable keys carry a signature (`AZDO`, `AzFu`, `JQQJ99`) in a fixed place.
 *
 * @see https://learn.microsoft.com/purview/sit-defn-azure-storage-account-key and its neighbours
 */
const shapes: readonly Shape[] = [
  {
    needs: "eyJ",
    pattern: /(?<![\w-])eyJ[\w-]{8,8192}\.[\w-]{8,64}/g,
    goesOn: /[\w.-]{1,1024}/y,
    what: "JWT",
  },
  { needs: "eyJ", pattern: /(?<![\w.-])eyJ[\w-]{30}/g, goesOn: /[\w=-]{1,1024}/y, what: "token" },
  { needs: "Q~", pattern: /(?<![\w.~-])[\w.~-]{3}[0-9]Q~[\w.~-]{31,34}(?![\w~-])/g, what: "client secret" },
  {
    needs: /gh[pousr]_|github_pat_/,
    pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{20,512}|github_pat_\w{20,512})/g,
    what: "token",
  },
  { needs: "npm_", pattern: /(?<!\w)npm_[A-Za-z0-9]{30,512}/g, what: "token" },
  {
    needs: /xox[a-z]-|xapp-/,
    pattern: /(?<![\w-])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,512}/g,
    what: "token",
  },
  { needs: "hooks.slack.com", pattern: /(?<=hooks\.slack\.com\/services\/)[\w/]{20,100}/g, what: "key" },
  { needs: "glpat-", pattern: /(?<![\w-])glpat-[\w-]{16,512}/g, what: "token" },
  { needs: /hf_|dapi/, pattern: /(?<!\w)(?:hf_[A-Za-z0-9]{30,512}|dapi[0-9a-f]{32})(?!\w)/g, what: "token" },
  { needs: "SG.", pattern: /(?<![\w.-])SG\.[\w-]{16,512}\.[\w-]{16,512}/g, what: "key" },
  { needs: "AIza", pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g, what: "key" },
  {
    needs: /[sr]k[-_]|whsec_/,
    pattern: /(?<![\w-])(?:sk-[\w-]{20,512}|[sr]k_(?:live|test)_\w{10,512}|whsec_[\w+/=]{20,512})/g,
    what: "key",
  },
  {
    needs: "AZDO",
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g,
    what: "token",
  },
  {
    needs: "JQQJ99",
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}(?![A-Za-z0-9])/g,
    what: "key",
  },
  {
    needs: /Az(?:Fu|Se|Ca|CS)|APIM/,
    pattern: /(?<![\w+/-])[\w+/-]{40,76}(?:Az(?:Fu|Se|Ca|CS)|APIM)[\w+/-]{4,8}={0,2}(?![\w+/=-])/g,
    what: "key",
  },
  {
    pattern: /(?<![a-z0-9])[a-z2-7]{52}(?![A-Za-z0-9])/g,
    what: "token",
    accept: (match, before) => /[2-7]/.test(match) && /[a-z]/.test(match) && isNoDigest(match, before),
  },
  {
    needs: "==",
    pattern: /(?<![\w+/-])[A-Za-z0-9+/]{86}==(?![\w+/=])/g,
    what: "key",
    accept: isMixed,
  },
  {
    needs: "=",
    pattern: /(?<![\w+/-])[A-Za-z0-9+/]{43}=(?![\w+/=])/g,
    what: "key",
    accept: isMixed,
  },
];

export function hideKnownShapes(text: string): string {
  return shapes.reduce((result, shape) => {
    const isPossible =
      typeof shape.needs === "string" ? result.includes(shape.needs) : shape.needs?.test(result);
    return isPossible === false ? result : hideShape(result, shape);
  }, text);
}

function hideShape(text: string, { pattern, what, goesOn, accept }: Shape): string {
  const edit = new TextEdit(text);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const before = text.slice(Math.max(0, match.index - 60), match.index);
    if (accept?.(match[0], before) === false) continue;
    const end = goesOn === undefined ? pattern.lastIndex : consume(goesOn, text, pattern.lastIndex);
    edit.replace(match.index, end, markerFor(text.slice(match.index, end), what));
    pattern.lastIndex = end;
  }
  return edit.result();
}
