/**
 * The registry of indicators, kept up by whoever publishes: every measure of a published dataset has its row and its slug for ever,
 * through renames of the field too; one that a curated indicator has as a source leads to that. Whoever had a slug first keeps it. With
 * the registry go the values: in the publishing transaction, so that they are never those of another version than the current one.
 */
import type { FieldName } from "../kernel/ids.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import type { Store } from "../store/data-source.ts";
import { dropValues, keepValues, type ValueSource } from "../store/indicator-values.ts";
import type { WriteTx } from "../store/transaction.ts";
import { getDatasetById } from "./datasets.ts";
import {
  aboutMeasure,
  findField,
  hasSeveralRows,
  indicatorMeasures,
  indicatorSearch,
  measureSlug,
  placeOf,
} from "./indicator-measures.ts";
import { tableOfVersion, type Version } from "./versions.ts";

interface SourceRow {
  readonly id: number;
  readonly indicator: string;
  readonly field: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly yearly_at: string | null;
  readonly curated: boolean;
  readonly additive: boolean;
}

/** Registers the measures of a version that is about to be current and keeps its values. The dataset is locked by the caller. */
export async function keepIndicators(tx: WriteTx, version: Version): Promise<void> {
  const { schema } = version.package;
  await registerMeasures(tx, version);
  const sources = await sourcesOf(tx, version);
  const place = placeOf(schema);
  const kept = place === undefined ? [] : sources.flatMap((source) => valueSource(version, source) ?? []);
  await dropValues(
    tx,
    sources.filter(({ id }) => !kept.some((one) => one.id === id)).map(({ id }) => id),
  );
  if (place !== undefined && kept.length > 0) {
    const names = { region: place.region.name, period: place.period.name, several: hasSeveralRows(schema) };
    await keepValues(tx, tableOfVersion(version), names, kept);
  }
  await tx.query(
    `insert into catalogue.indicator_state (dataset, version) values ($1, $2)
     on conflict (dataset) do update set version = excluded.version`,
    [version.dataset, version.number],
  );
}

const sourcesOf = (tx: WriteTx, { slug }: Version): Promise<SourceRow[]> =>
  tx.query<SourceRow>(
    `select s.id, s.indicator, s.field, s.filter, s.yearly_at, i.dataset is null as curated,
       coalesce((i.about->>'additive')::boolean, false) as additive
     from catalogue.indicator_source s join catalogue.indicator i on i.slug = s.indicator where s.dataset = $1 order by s.id`,
    [slug],
  );

/** As this version has it; undefined where it has no such numbers. */
function valueSource({ package: { schema } }: Version, source: SourceRow): ValueSource | undefined {
  const field = findField(schema, source.field);
  if (field === undefined || !isNumeric(field)) return undefined;
  const filter: Record<FieldName, string> = {};
  for (const [name, text] of Object.entries(source.filter)) {
    const dimension = findField(schema, name);
    if (dimension === undefined) return undefined;
    filter[dimension.name] = text;
  }
  const { id, additive, yearly_at } = source;
  return { id, field: field.name, filter, additive, yearlyAt: yearly_at ?? undefined };
}

interface MeasureRow {
  readonly slug: string;
  readonly field: string;
}

/** Gives each measure its row, and its own source unless a curated indicator has it already. */
async function registerMeasures(tx: WriteTx, version: Version): Promise<void> {
  const { dataset, slug, package: pkg } = version;
  const measures = indicatorMeasures(pkg.schema);
  const known = await tx.query<MeasureRow>("select slug, field from catalogue.indicator where dataset = $1", [dataset]);
  const whole = (await sourcesOf(tx, version)).filter(({ filter }) => Object.keys(filter).length === 0);
  const isOf = ({ name, previousNames }: Field, row: { readonly field: string }): boolean =>
    row.field === name || previousNames?.some((old) => old === row.field) === true;
  const own: string[] = [];
  for (const measure of measures) {
    const covering = whole.find((source) => source.curated && isOf(measure, source))?.indicator;
    const before = known.find(({ field }) => field === measure.name) ?? known.find((row) => isOf(measure, row));
    const wanted = before?.slug ?? measureSlug(slug, measure.name);
    if (covering === wanted) continue;
    const registered = await registerMeasure(tx, version, measure, { wanted, before, covering });
    if (covering === undefined) own.push(registered);
  }
  const sources = own.map((indicator, at) => ({ indicator, at }));
  await tx.query(
    `with gone as (
       delete from catalogue.indicator_source s using catalogue.indicator i
       where i.slug = s.indicator and i.dataset = $1 and s.indicator <> all($2) returning s.id
     ) delete from catalogue.indicator_value v using gone where v.source = gone.id`,
    [dataset, sources.map(({ indicator }) => indicator)],
  );
  await tx.query(
    `insert into catalogue.indicator_source (indicator, dataset, field)
     select i.slug, $2, i.field from catalogue.indicator i where i.dataset = $1 and i.slug = any($3)
       and not exists (select from catalogue.indicator_source s where s.indicator = i.slug and s.field = i.field)
     on conflict do nothing`,
    [dataset, slug, own],
  );
}

async function registerMeasure(
  tx: WriteTx,
  { dataset, package: pkg }: Version,
  measure: Field,
  { wanted, before, covering }: { wanted: string; before: MeasureRow | undefined; covering: string | undefined },
): Promise<string> {
  const about = aboutMeasure(pkg, measure);
  const values = [measure.name, covering ?? null, JSON.stringify(about), indicatorSearch(wanted, about, pkg.title)];
  if (before !== undefined) {
    await tx.query(
      "update catalogue.indicator set field = $2, same_as = $3, about = $4::jsonb, search = $5 where slug = $1",
      [before.slug, ...values],
    );
    await tx.query("update catalogue.indicator_source set field = $2 where indicator = $1", [
      before.slug,
      measure.name,
    ]);
    return before.slug;
  }
  for (let count = 1; ; count++) {
    const slug = count === 1 ? wanted : `${wanted}-${count}`;
    const [made] = await tx.query<{ slug: string }>(
      `insert into catalogue.indicator (slug, dataset, field, same_as, about, search) values ($1, $2, $3, $4, $5::jsonb, $6)
       on conflict (slug) do nothing returning slug`,
      [slug, dataset, ...values],
    );
    if (made !== undefined) return made.slug;
  }
}

/**
 * Makes the values of every dataset anew whose are not those of its current version: after an upgrade, a change of the curated
 * indicators, or a publication by a server of an older release. Returns how many there were.
 */
export async function refreshIndicators(store: Store): Promise<number> {
  const stale = `select d.id from catalogue.dataset d left join catalogue.indicator_state s on s.dataset = d.id
    where d.current_version is not null and s.version is distinct from d.current_version`;
  const found = await store.read((tx) => tx.query<{ id: Version["dataset"] }>(`${stale} order by d.id`));
  for (const { id } of found) {
    await store.write(async (tx) => {
      await tx.query("select 1 from catalogue.dataset where id = $1 for no key update", [id]);
      // Somebody else may have made them while this waited.
      if ((await tx.query(`${stale} and d.id = $1`, [id])).length === 0) return;
      const { current } = await getDatasetById(tx, id);
      if (current !== undefined) await keepIndicators(tx, current);
    });
  }
  return found.length;
}
