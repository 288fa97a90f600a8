import { limits } from "../../../domain/limits.ts";

/** A page of a list, as ARM, Graph and Resource Graph send it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export interface ItemList {
  readonly items: readonly unknown[];
  /** True once an item had to be left out, for its size. */
  readonly isFull: boolean;
  add(items: readonly unknown[]): void;
}

/** Collects items until they are as large as evidence may be; later ones are left out. */
export function createItemList(maxBytes: number = limits.evidenceBodyBytes): ItemList {
  const items: unknown[] = [];
  let sizeBytes = 0;
  let isFull = false;
  return {
    items,
    get isFull() {
      return isFull;
    },
    add(more) {
      for (const item of more) {
        sizeBytes += Buffer.byteLength(JSON.stringify(item) ?? "null") + 1;
        isFull ||= sizeBytes > maxBytes;
        if (isFull) return;
        items.push(item);
      }
    },
  };
}
