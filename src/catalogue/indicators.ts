/**
 * Indicators as the public finds them: those that at least one dataset gives values for which the actor may read, searched and by
 * pages. A measure that is a source of a curated indicator is found under that one, by its own slug too.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { searchWords } from "./dataset-search.ts";
import type { IndicatorAbout } from "./indicator-measures.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage } from "./page.ts";
import { readableCondition } from "./rights.ts";

export interface IndicatorSource {
  readonly dataset: string;
  readonly field: string;
  /** The rows that count: dimension → value. */
  readonly filter: Readonly<Record<string, string>>;
  /** The dataset's current version. */
  readonly version: VersionNumber;
}

export interface Indicator {
  readonly slug: string;
  /** From the reference data; otherwise the measure of one dataset. */
  readonly curated: boolean;
  readonly about: IndicatorAbout;
  /** Those that the actor may read, in the order of preference. */
  readonly sources: readonly IndicatorSource[];
}

/**
 * The sources of indicators whose values may be told: of a dataset that the actor may read, whose current version is not withdrawn, and
 * whose values are those of it. To stand in `from`; its values are bound from `first` on.
 */
export function visibleSources(
  actor: Actor,
  first: number,
): { readonly sql: string; readonly values: readonly unknown[] } {
  const readable = readableCondition(actor, first);
  return {
    sql: `(select s.id, s.indicator, s.dataset, s.field, s.filter, s.preference, v.number as version
      from catalogue.indicator_source s
      join catalogue.dataset d on d.slug = s.dataset
      join catalogue.version v on v.dataset = d.id and v.number = d.current_version and v.withdrawn_at is null
      join catalogue.indicator_state t on t.dataset = d.id and t.version = v.number
      where ${readable.sql})`,
    values: readable.values,
  };
}

interface IndicatorRow {
  readonly slug: string;
  readonly curated: boolean;
  readonly about: IndicatorAbout;
  readonly sources: readonly IndicatorSource[];
}

/** Of indicators `i` that have a source among `visible`. */
const select = (visible: string, where: string, rest: string): string =>
  `with visible as materialized ${visible}
   select i.slug, i.dataset is null as curated, i.about, s.sources
   from catalogue.indicator i
   join (select indicator, jsonb_agg(jsonb_build_object('dataset', dataset, 'field', field, 'filter', filter, 'version', version)
           order by preference, id) as sources from visible group by indicator) s on s.indicator = i.slug
   where ${where} ${rest}`;

/** By its slug, or by that of a measure that it is made of. Undefined where the actor may read no source of it. */
export async function findIndicator(tx: ReadTx, actor: Actor, slug: string): Promise<Indicator | undefined> {
  const { sql, values } = visibleSources(actor, 2);
  const named = "i.slug = (select coalesce(o.same_as, o.slug) from catalogue.indicator o where o.slug = $1)";
  const [found] = await tx.query<IndicatorRow>(select(sql, named, ""), [withoutZero(slug), ...values]);
  return found;
}

/** Slugs of the datasets that the indicator of this slug may have values from, whoever may read them. Empty where there is none. */
export async function sourceDatasets(tx: ReadTx, slug: string): Promise<readonly DatasetSlug[]> {
  const rows = await tx.query<{ dataset: DatasetSlug }>(
    `select distinct s.dataset from catalogue.indicator i join catalogue.indicator_source s on s.indicator = coalesce(i.same_as, i.slug)
     where i.slug = $1`,
    [withoutZero(slug)],
  );
  return rows.map(({ dataset }) => dataset);
}

/** Those of these slugs that the actor may read, by slug. */
export async function indicatorsBySlug(
  tx: ReadTx,
  actor: Actor,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, Indicator>> {
  const { sql, values } = visibleSources(actor, 2);
  const found = await tx.query<IndicatorRow>(select(sql, "i.slug = any($1)", ""), [slugs, ...values]);
  return new Map(found.map((indicator) => [indicator.slug, indicator]));
}

interface IndicatorListRequest extends PageRequest {
  readonly search?: string | undefined;
  /** Only those that have a value for this region. */
  readonly region?: string | undefined;
  readonly topic?: string | undefined;
}

/** The curated ones first, then by slug. Throws `request.bad-cursor`. */
export async function listIndicators(
  tx: ReadTx,
  actor: Actor,
  request: IndicatorListRequest,
): Promise<Page<Indicator>> {
  const { search, region, topic, first, after } = request;
  const values: unknown[] = [];
  const bound = (value: unknown): string => `$${values.push(value)}`;
  const visible = visibleSources(actor, 1);
  values.push(...visible.values);
  const conditions = searchWords(search ?? "").map(
    (word) => `i.search like ${bound(`%${word.replace(/[\\%_]/g, "\\$&")}%`)}`,
  );
  if (topic !== undefined) conditions.push(`i.about->'topics' ? ${bound(withoutZero(topic))}`);
  if (region !== undefined) {
    conditions.push(
      `exists (select from visible s join catalogue.indicator_value x on x.source = s.id
        where s.indicator = i.slug and x.region = ${bound(withoutZero(region))} and x.value is not null)`,
    );
  }
  const where = ["true", ...conditions].join(" and ");
  const [counted] = await tx.query<{ count: string }>(
    `select count(*) as count from (${select(visible.sql, where, "")}) found`,
    values,
  );
  if (after !== undefined) {
    const [order, slug] = decodeCursor(after, "indicators", 2);
    conditions.push(`(${ORDER}, i.slug) > (${bound(order)}, ${bound(slug)})`);
  }
  const rows = await tx.query<IndicatorRow>(
    select(visible.sql, ["true", ...conditions].join(" and "), `order by ${ORDER}, i.slug limit ${bound(first + 1)}`),
    values,
  );
  return toPage(rows, first, Number(counted?.count ?? 0), ({ slug, curated }) =>
    encodeCursor("indicators", curated ? "a" : "b", slug),
  );
}

const ORDER = "case when i.dataset is null then 'a' else 'b' end";

/** PostgreSQL's text has no zero byte: what has one equals nothing. */
const withoutZero = (text: string): string => (text.includes("\0") ? "" : text);
