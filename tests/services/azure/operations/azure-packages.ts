import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AzureOperation, holdsOperations, operationsOf } from "./package-operations.ts";
import { type Definition, definitionsOf, type SourceFile } from "./syntax-tree.ts";

const root = join(import.meta.dirname, "../../../..");

/** A client library of a resource provider. */
export interface AzurePackage {
  readonly name: string;
  readonly version: string;
  /** Each once, by path and method. */
  readonly operations: readonly AzureOperation[];
  /** Every api-version that its source names. */
  readonly apiVersions: readonly string[];
  /** Every statement of its modules; takes seconds for all packages together. */
  readonly definitions: () => readonly Definition[];
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Every `@azure/arm-*` that this project depends on, with all operations of its installed version. */
export function azurePackages(): AzurePackage[] {
  const { dependencies, devDependencies } = manifestIn(root);
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => name.startsWith("@azure/arm-"))
    .toSorted()
    .map(azurePackage);
}

function azurePackage(name: string): AzurePackage {
  const folder = join(root, "node_modules", name);
  const sources = sourcesOf(folder);
  const operations = sources
    .filter(({ source }) => holdsOperations(source))
    .flatMap(definitionsOf)
    .flatMap(operationsOf);
  const byKey = new Map(operations.map((one) => [`${one.template} ${one.method}`, one] as const));
  const keys = [...byKey.keys()].toSorted();
  const versions = sources.flatMap(
    ({ source }) => source.match(/(?<=")20\d\d-\d\d-\d\d(?:-preview)?(?=")/gu) ?? [],
  );
  return {
    name,
    version: manifestIn(folder).version,
    operations: keys.flatMap((key) => byKey.get(key) ?? []),
    apiVersions: [...new Set(versions)].toSorted(),
    definitions: () => sources.flatMap(definitionsOf),
  };
}

/** The module files of a library; of the older ones the one bundle that they are shipped as. */
function sourcesOf(folder: string): SourceFile[] {
  const modules = join(folder, "dist/esm");
  const read = (file: string) => ({ file, source: readFileSync(file, "utf8") });
  if (!existsSync(modules)) return [read(join(folder, "dist/index.js"))];
  return readdirSync(modules, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .toSorted()
    .map((file) => read(join(modules, file)));
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
