/**
 * What a package may refer to: agencies, topics, and other datasets' fields. A dataset that the actor may not know is not there to be
 * referred to.
 */
import type { Actor } from "../kernel/actor.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { FindReference } from "./package-keys.ts";
import { readableCondition } from "./rights.ts";

/** What is there to be named by a package. */
export interface PackageContext {
  readonly agencies: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly findReference: FindReference;
  /** The agency where the package names none: the producer's own. */
  readonly agency?: AgencySlug | undefined;
  /** The address that the package was sent to; its name must be the same and may be absent. */
  readonly slug?: string | undefined;
}

/** Reads from the catalogue what the package could name. An actor bound to an agency is its own default. */
export async function loadPackageContext(tx: ReadTx, actor: Actor, slug?: string): Promise<PackageContext> {
  const agencies = await tx.query<{ slug: string }>("select slug from catalogue.agency");
  const topics = await tx.query<{ slug: string }>("select slug from catalogue.topic order by position, slug");
  const { sql, values } = readableCondition(actor, 1);
  const datasets = await tx.query<{ slug: string; fields: string[] }>(
    `select d.slug, array(select jsonb_path_query(d.package, '$.schema.fields[*].name') #>> '{}') as fields
     from catalogue.dataset d where ${sql}`,
    values,
  );
  const fields = new Map(datasets.map((dataset) => [dataset.slug, dataset.fields]));
  return {
    agencies: new Set(agencies.map((row) => row.slug)),
    topics: new Set(topics.map((row) => row.slug)),
    findReference: (name) => fields.get(name),
    agency: actor.agency,
    slug,
  };
}
