/**
 * An earlier version's rows become the next version, with the package that they were checked against. One transaction stages them again,
 * compares and publishes: the locks are taken last and held shortly, a process that dies leaves nothing behind, and another publication
 * in between is told as `dataset.moved-on`. A withdrawn version is not restored: what was withdrawn must not come back by this door.
 */
import { isDeepStrictEqual } from "node:util";
import { getDataset } from "../catalogue/datasets.ts";
import { tellPeople } from "../catalogue/messages.ts";
import { demand } from "../catalogue/rights.ts";
import { lockPointer, recordVersion } from "../catalogue/version-record.ts";
import { getVersion, tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetSlug, FieldName, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { DataPackage } from "../kernel/package.ts";
import { compareStaged } from "../store/compare.ts";
import { publishStaged } from "../store/publish.ts";
import { stageOf, stageVersion } from "../store/stage.ts";
import type { ReleaseDeps } from "./deps.ts";

/**
 * Publishes version `number` again as the next one. Throws rights, `version.unknown`, `version.restore-withdrawn`,
 * `version.nothing-to-restore` and `dataset.moved-on`.
 */
export async function restoreVersion(
  deps: ReleaseDeps,
  actor: Actor,
  slug: DatasetSlug,
  number: VersionNumber,
  reason: string,
): Promise<Version> {
  const { store, effects } = deps;
  demand(actor, "version.restore");
  const { agency, wanted, current } = await store.read(async (tx) => {
    const dataset = await getDataset(tx, actor, slug);
    return {
      agency: dataset.agency,
      wanted: await getVersion(tx, dataset, { number }),
      current: await getVersion(tx, dataset),
    };
  });
  if (wanted.withdrawn !== undefined) {
    throw new Fault("version.restore-withdrawn", { slug, version: number, reason: wanted.withdrawn.reason });
  }
  const pkg = withRenames(wanted, current);
  const version = await store.write(async (tx) => {
    const stage = stageOf(effects.newId() as UploadId, pkg.schema); // ids of effects are UUIDs
    const base = tableOfVersion(current);
    await stageVersion(tx, stage, tableOfVersion(wanted));
    const changes = await compareStaged(tx, stage, base, "replace");
    if (changes.added + changes.removed + changes.changed === 0 && isSameForm(pkg, current.package)) {
      throw new Fault("version.nothing-to-restore", { slug, version: number, current: current.number });
    }
    await lockPointer(tx, wanted.dataset);
    const { dataset, uploadedBy, uploader } = wanted;
    const published = await publishStaged(tx, { dataset, slug, stage, base, mode: "replace", changes });
    const { added, removed, changed, cells } = changes;
    const at = effects.now();
    const next = published.table.version;
    const news = { kind: "restored", event: `restored:${dataset}:${next}`, dataset, version: next } as const;
    await tellPeople(tx, actor, { agency, actor: uploadedBy }, news, at);
    return recordVersion(
      tx,
      actor,
      {
        dataset,
        base: current.number,
        number: next,
        package: pkg,
        columns: published.columns,
        rows: published.rows,
        added,
        removed,
        changed,
        cells,
        note: reason,
        uploadedBy,
        uploader,
        restoredFrom: number,
      },
      at,
    );
  });
  effects.observe({ kind: "version-restored", dataset: version.slug, version: version.number, rows: version.rows });
  await deps.send("render-version", { dataset: version.dataset, version: version.number });
  return version;
}

/** Former names say where a field came from, not what it is. */
const isSameForm = (one: DataPackage, other: DataPackage): boolean =>
  isDeepStrictEqual(withoutFormerNames(one), withoutFormerNames(other));

const withoutFormerNames = ({ schema, ...pkg }: DataPackage): unknown => ({
  ...pkg,
  schema: { ...schema, fields: schema.fields.map(({ previousNames: _, ...field }) => field) },
});

/**
 * The package of the earlier version; where a field has another name by now, that one is declared as a previous name. So its column is
 * kept, the difference is not every row, and whoever follows the dataset knows.
 */
function withRenames({ package: pkg, columns }: Version, current: Version): DataPackage {
  const { fields } = pkg.schema;
  const taken = new Set(fields.flatMap(({ name, previousNames }) => [name, ...(previousNames ?? [])]));
  const nowOf = (name: FieldName): FieldName | undefined =>
    current.package.schema.fields.find((field) => current.columns[field.name] === columns[name])?.name;
  return {
    ...pkg,
    schema: {
      ...pkg.schema,
      fields: fields.map((field) => {
        const now = nowOf(field.name);
        if (now === undefined || taken.has(now) || current.columns[field.name] !== undefined) return field;
        return { ...field, previousNames: [now, ...(field.previousNames ?? [])] };
      }),
    },
  };
}
