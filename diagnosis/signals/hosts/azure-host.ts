import type { HostSignal } from "../../../domain/signals.ts";

type Cloud = HostSignal["cloud"];

/** How one service names its endpoints. The deepest suffix that fits a host wins. */
export interface AzureHost {
  service: string;
  /** Lower-case ARM type of the resource whose name the host carries; absent where several types share the suffix. */
  type?: string;
  suffixes: Partial<Record<Cloud, readonly string[]>>;
  /** The label that is the resource's name: 0 stands next to the suffix, -1 is the outermost; absent where none is. */
  nameAt?: number;
  /** What stands behind or before the name in its label: `-secondary`, `ingest-`. */
  dropEnd?: RegExp;
  dropStart?: RegExp;
}

/** Suffixes of the public cloud, of Azure in China and of Azure US Government, each list separated by blanks. */
export function cloudSuffixes(publicCloud: string, china?: string, usgov?: string): AzureHost["suffixes"] {
  return {
    public: publicCloud.split(" "),
    ...(china === undefined ? {} : { china: china.split(" ") }),
    ...(usgov === undefined ? {} : { usgov: usgov.split(" ") }),
  };
}
