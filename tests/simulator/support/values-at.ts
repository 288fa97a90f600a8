/**
 * The values that a field of an expected citation names: `properties.ipRules`, `statuses[0].code`, `rules[].name`. A list
 * on the way is looked into, so that a field of an item is found in the list of items too.
 */
export function valuesAt(body: unknown, field: string): unknown[] {
  const steps = field
    .replaceAll(/\[(\d*)\]/g, ".$1")
    .split(".")
    .filter((step) => step !== "");
  return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => membersOf(value, step)), [body]);
}

function membersOf(value: unknown, step: string): unknown[] {
  if (Array.isArray(value)) {
    const list = value as unknown[];
    return /^\d+$/.test(step)
      ? list.slice(Number(step), Number(step) + 1)
      : list.flatMap((item) => membersOf(item, step));
  }
  if (value === null || typeof value !== "object") return [];
  const record = value as Record<string, unknown>;
  if (step in record) return [record[step]];
  return Array.isArray(record["value"]) ? membersOf(record["value"], step) : [];
}

/** True where one of the values is, or holds, the expected text; `null` also stands for nothing being there. */
export function holdsValue(values: readonly unknown[], expected: string): boolean {
  if (expected === "null" && values.every((value) => value === null || value === "")) return true;
  const wanted = expected.toLowerCase();
  return values.some((value) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (typeof value === "number" && value === Number(expected)) return true;
    return text?.toLowerCase().includes(wanted) ?? false;
  });
}
