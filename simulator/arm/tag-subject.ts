import { fieldOf } from "../tenant/field.ts";

/**
 * What `$filter=tagName eq 'env' and tagValue eq 'prod'` looks at. The pair must hold for one tag, so `tagValue` is the
 * value of the tag that the filter names.
 */
export function tagSubject(body: Record<string, unknown>, filter = ""): Record<string, unknown> {
  const tags = (fieldOf(body, "tags") as Record<string, unknown> | undefined) ?? {};
  const asked = /tagName\s+eq\s+'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === asked);
  return { ...body, ...(found === undefined ? {} : { tagName: found[0], tagValue: found[1] }) };
}
