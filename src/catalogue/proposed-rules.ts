/** Rules that a dataset's own history bears out, for whoever may change its package: from its current version and the one before. */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { TableSchema } from "../kernel/package.ts";
import type { Store } from "../store/data-source.ts";
import { matchColumns } from "../store/dataset-table.ts";
import { streamRows } from "../store/rows-out.ts";
import { createRuleProposer, MOST_SEEN } from "../tabular/propose-rules.ts";
import type { ProposedRule } from "../tabular/proposed-rule.ts";
import { createRegionBook } from "../tabular/regions.ts";
import { getDataset, subjectOf } from "./datasets.ts";
import { loadRegionFacts } from "./reference.ts";
import { demand } from "./rights.ts";
import { getVersion, tableOfVersion, type Version } from "./versions.ts";

export interface RuleProposals {
  readonly dataset: DatasetSlug;
  /** Null: nothing has been published, so there is no history. */
  readonly version: VersionNumber | null;
  /** How many of the version's rows were looked at. */
  readonly rows: number;
  readonly rules: readonly ProposedRule[];
}

/** Throws `dataset.unknown`, rights. */
export async function proposeRules(store: Store, actor: Actor, slug: DatasetSlug): Promise<RuleProposals> {
  demand(actor, "dataset.update");
  const { current, earlier, facts, declared } = await store.read(async (tx) => {
    const dataset = await getDataset(tx, actor, slug);
    demand(actor, "dataset.update", subjectOf(dataset));
    const { number } = dataset.current ?? { number: 0 };
    return {
      current: dataset.current,
      // A number before one that there is.
      earlier: number > 1 ? await getVersion(tx, dataset, { number: (number - 1) as VersionNumber }) : undefined,
      facts: await loadRegionFacts(tx),
      declared: dataset.package.rules,
    };
  });
  if (current === undefined) return { dataset: slug, version: null, rows: 0, rules: [] };
  const { schema } = current.package;
  const proposer = createRuleProposer(schema, declared, createRegionBook(facts));
  if (earlier !== undefined) await readRows(store, earlier, schema, proposer.seeEarlier);
  await readRows(store, current, schema, proposer.see);
  return {
    dataset: slug,
    version: current.number,
    rows: Math.min(current.rows, MOST_SEEN),
    rules: proposer.finish(),
  };
}

/** The first rows of a version, as the schema names its fields; null where the version had no such field. */
async function readRows(
  store: Store,
  version: Version,
  schema: TableSchema,
  see: (values: readonly (string | null)[]) => void,
): Promise<void> {
  const table = tableOfVersion(version);
  const known = matchColumns(schema, table.columns).flatMap((column, place) =>
    column === undefined ? [] : [{ place, name: column.field.name }],
  );
  if (known.length === 0) return;
  const query = { filters: [], order: [], fields: known.map(({ name }) => name), limit: MOST_SEEN };
  for await (const batch of streamRows(store, table, query))
    for (const row of batch) {
      const values: (string | null)[] = schema.fields.map(() => null);
      known.forEach(({ place }, index) => {
        values[place] = row[index] ?? null;
      });
      see(values);
    }
}
