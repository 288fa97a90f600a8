import { createHash } from "node:crypto";
import { builtInRoles } from "../../../diagnosis/analyses/access/built-in-roles.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";

const guid = String.raw`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`;
/** GUIDs, and long digests: IDs of traces and commits, thumbprints. */
export const guidPattern = String.raw`(?<![0-9a-zA-Z])(?:${guid}|[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})(?![0-9a-zA-Z])`;

/** Definitions that stand at the tenant, or say so themselves, are Microsoft's: the same in every tenant. */
const builtInDefinition = new RegExp(
  String.raw`(?<![\w-])/providers/microsoft\.authorization/(?:role|policy|policyset)definitions/(${guid})|"type":"BuiltIn(?:Role)?"`,
  "giu",
);

/** Applications and tenants of Microsoft's own. */
const ofMicrosoft = `
  00000000-0000-0000-0000-000000000000 00000000-0000-0000-0000-000000000001 00000000-0000-0000-0000-000000000002
  04b07795-8ddb-461a-bbee-02f9e1bf7b46 1950a258-227b-4e31-a9cf-717495945fc2 aebc6443-996d-45c2-90f0-388ff96faa56
  872cd9fa-d31f-45e0-9eab-6e460a02d1f1 c44b4083-3bb0-49c1-b47d-974e53cbdf3c 14d82eec-204b-4c2f-b7e8-296a70dab67e
  cfa8b339-82a2-471a-a3c9-0fc0be7a4093 e406a681-f3d4-42a8-90b6-c2b029497af1 797f4846-ba00-4fd7-ba43-dac1f8f63013
  022907d3-0f1b-48f7-badc-1ba6abab6d66 ca7f3f0b-7d91-482c-8e09-c5d840d0eac5 205478c0-bd83-4e1b-a9d6-db63a3e1e1c8
  ad0e1c7e-6d38-4ba4-9efd-0bc77ba9f037 abfa0a7c-a6b6-4736-8310-5855508787cd a232010e-820c-4083-83bb-3ace5fc29d0b
  6dae42f8-4368-4678-94ff-3960e28e3630 f8cdef31-a31e-4b4a-93e4-5f571e91255a 9188040d-6c67-4c5b-b112-36a304b66dad
  51f81489-12ee-4a9e-aaae-a2591f45987d 7df0a125-d3be-4c96-aa54-591f83ff541c 123cd850-d9df-40bd-94d5-c9f07b7fa203
  a303894e-f1d8-4a37-bf10-67aa654a0596 372140e0-b3b7-4226-8ef9-d57986796201
`;
const firstParty = /^0{5}[0-9a-f]{3}-0000-0000-c000-000000000000$/u;

let ofProduct: ReadonlySet<string> | undefined;

function productGuids(): ReadonlySet<string> {
  const text = `${ofMicrosoft} ${[...builtInRoles.keys()].join(" ")} ${JSON.stringify(allPlaybooks)}`;
  ofProduct ??= new Set((text.match(new RegExp(guid, "gu")) ?? []).map((id) => id.toLowerCase()));
  return ofProduct;
}

/**
 * Another GUID in the place of each, the same one wherever and however it is written; those that mean the same in every tenant stay.
 *
 * @param texts  where built-in definitions are told by their place.
 */
export function guidMap(salt: string, texts: readonly string[]): (written: string) => string {
  const given = new Set(productGuids());
  for (const text of texts)
    for (const [, id] of text.matchAll(builtInDefinition)) if (id !== undefined) given.add(id.toLowerCase());
  return (written) => {
    const id = written.toLowerCase();
    if (given.has(id) || firstParty.test(id)) return written;
    const plain = id.replaceAll("-", "");
    const digest = createHash("sha512").update(`${salt} ${plain}`).digest("hex").slice(0, plain.length);
    let at = 0;
    return written.replaceAll(/[0-9a-fA-F]/gu, (digit) => {
      const other = digest[at++]!;
      // The version and the variant of a GUID stay, and so does the case in which it is written.
      const kept = plain.length === 32 && (at === 13 || at === 17) ? digit : other;
      return /[A-F]/u.test(written) ? kept.toUpperCase() : kept;
    });
  };
}
