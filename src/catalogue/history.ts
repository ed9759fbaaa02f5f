/**
 * What the history tells of versions besides their counts: how the schema changed against the version before, and which findings people
 * overrode, with their reasons. Read for a page of versions at once.
 */
import type { UploadId, VersionNumber } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Decision } from "../tabular/decisions.ts";
import { type Contributor, findContributor } from "./contributor.ts";
import { describeSchemaChanges, type SchemaChange } from "./schema-changes.ts";
import { listVersionsByNumber, tableOfVersion, type Version } from "./versions.ts";

/** A finding that is right to be there, as somebody decided. */
export interface Override {
  readonly code: string;
  readonly row: number | null;
  readonly field: string | null;
  readonly reason: string;
  readonly at: Date;
  readonly by: Contributor;
}

export interface VersionHistory {
  /** Empty in the first version. */
  readonly schemaChanges: readonly SchemaChange[];
  readonly overrides: readonly Override[];
}

/** Of versions of one dataset, by number. */
export async function loadHistory(
  tx: ReadTx,
  versions: readonly Version[],
): Promise<ReadonlyMap<VersionNumber, VersionHistory>> {
  const overrides = await loadOverrides(tx, versions);
  const previous = await loadPrevious(tx, versions);
  return new Map(
    versions.map((version) => {
      const before = previous.get(version.number - 1);
      const schemaChanges =
        before === undefined ? [] : describeSchemaChanges(tableOfVersion(before), tableOfVersion(version));
      return [version.number, { schemaChanges, overrides: overrides.get(version.upload ?? "") ?? [] }];
    }),
  );
}

/** The versions before these; most are among them already. */
async function loadPrevious(tx: ReadTx, versions: readonly Version[]): Promise<ReadonlyMap<number, Version>> {
  const known = new Map(versions.map((version) => [version.number as number, version]));
  const missing = versions.map(({ number }) => number - 1).filter((number) => number > 0 && !known.has(number));
  const [one] = versions;
  if (one === undefined || missing.length === 0) return known;
  for (const version of await listVersionsByNumber(tx, one.dataset, missing)) known.set(version.number, version);
  return known;
}

/** As intake keeps a decision: signed; of a mended cell, what it said before. */
export type SignedDecision = Decision & {
  readonly by: string;
  readonly byName: string;
  readonly at: string;
  readonly was?: string | undefined;
};

async function loadOverrides(
  tx: ReadTx,
  versions: readonly Version[],
): Promise<ReadonlyMap<string, readonly Override[]>> {
  const uploads = versions.flatMap(({ upload }) => upload ?? []);
  if (uploads.length === 0) return new Map();
  const rows = await tx.query<{ id: UploadId; decisions: readonly SignedDecision[] }>(
    "select id, decisions from catalogue.upload where id = any($1::uuid[]) and decisions <> '[]'",
    [uploads],
  );
  const found = new Map<string, readonly Override[]>();
  for (const { id, decisions } of rows) {
    const overrides: Override[] = [];
    for (const { issue, override, reason, by, byName, at } of decisions) {
      if (override !== true || issue === undefined) continue;
      const who = (await findContributor(tx, by)) ?? { name: byName, role: "admin", agency: null };
      const { code, row = null, field = null } = issue;
      overrides.push({ code, row, field, reason: reason ?? "", at: new Date(at), by: { ...who, name: byName } });
    }
    found.set(id, overrides);
  }
  return found;
}
