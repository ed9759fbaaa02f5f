/**
 * The curated indicators of `indicators.json`: what they are called and mean, and which measures of which datasets they are made of. The
 * file is the authority over them; an indicator that it no longer names stays, since addresses do. A slug that a dataset's own measure
 * had first stays with that measure, unless it is what the curated one is made of.
 */
import { z } from "zod";
import { isDatasetSlug, isFieldName, isSlug } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";
import { type IndicatorAbout, indicatorSearch } from "./indicator-measures.ts";

const text = z.strictObject({ id: z.string().min(1), en: z.string().min(1) });

const sourceShape = z.strictObject({
  dataset: z.string().refine(isDatasetSlug),
  field: z.string().refine(isFieldName),
  /** Only rows with these texts in these dimensions. */
  filter: z.record(z.string().refine(isFieldName), z.string()).default({}),
  /** The month whose value stands for the year where others have yearly values only. */
  yearlyAt: z
    .string()
    .regex(/^(?:0[1-9]|1[0-2])$/)
    .optional(),
});

const indicatorShape = z.strictObject({
  slug: z.string().refine(isSlug),
  title: text,
  unit: z.string().min(1),
  decimals: z.int().min(0).max(6),
  direction: z.enum(["up", "down", "none"]),
  additive: z.boolean(),
  concept: text,
  definition: text,
  classification: text,
  measureType: text,
  source: text,
  topics: z.array(z.string().refine(isSlug)).min(1),
  /** Other words that people look for. */
  keywords: z.array(z.string().min(1)).default([]),
  /** The first that has a value for a region and period gives it. */
  sources: z.array(sourceShape).min(1),
});

/** The file's content. Throws on one that is not of the agreed form. */
export const indicatorsShape = z.array(indicatorShape);

/** Writes what differs. Returns how many indicators were new or changed. */
export async function seedIndicators(tx: WriteTx, json: unknown): Promise<number> {
  const indicators = indicatorsShape.parse(json).map(({ slug, sources, keywords, ...about }) => ({
    slug,
    about: about satisfies IndicatorAbout,
    search: indicatorSearch(slug, about, ...keywords),
    sources: sources.map(({ yearlyAt, ...source }, index) => ({
      ...source,
      yearly_at: yearlyAt ?? null,
      preference: index + 1,
    })),
  }));
  const written = JSON.stringify(indicators);
  const changed = await tx.query<{ slug: string }>(
    `insert into catalogue.indicator as i (slug, about, search)
     select slug, about, search from jsonb_to_recordset($1::jsonb) as n (slug text, about jsonb, search text)
     on conflict (slug) do update set about = excluded.about, search = excluded.search, dataset = null, field = null, same_as = null
     where (i.about, i.search, i.dataset) is distinct from (excluded.about, excluded.search, null::integer)
       and (i.dataset is null or exists (
         select from jsonb_to_recordset($1::jsonb) as n (slug text, sources jsonb)
         cross join jsonb_to_recordset(n.sources) as s (dataset text, field text, filter jsonb)
         join catalogue.dataset d on d.slug = s.dataset
         where n.slug = i.slug and d.id = i.dataset and s.field = i.field and s.filter = '{}'))
     returning slug`,
    [written],
  );
  await seedSources(
    tx,
    written,
    changed.map(({ slug }) => slug),
  );
  return changed.length;
}

/** Datasets whose sources differ, or whose indicators were changed, have their values made anew. */
async function seedSources(tx: WriteTx, indicators: string, changed: readonly string[]): Promise<void> {
  await tx.query(
    `with wanted as (
       select n.slug as indicator, s.* from jsonb_to_recordset($1::jsonb) as n (slug text, sources jsonb)
       join catalogue.indicator i on i.slug = n.slug and i.dataset is null
       cross join jsonb_to_recordset(n.sources) as s (dataset text, field text, filter jsonb, yearly_at text, preference integer)
     ), gone as (
       delete from catalogue.indicator_source s using wanted i
       where i.indicator = s.indicator and not exists (
         select from wanted w where (w.indicator, w.dataset, w.field, w.filter) = (s.indicator, s.dataset, s.field, s.filter))
       returning s.id, s.dataset
     ), removed as (
       delete from catalogue.indicator_value v using gone where v.source = gone.id
     ), written as (
       insert into catalogue.indicator_source as s (indicator, dataset, field, filter, yearly_at, preference)
       select indicator, dataset, field, filter, yearly_at, preference from wanted
       on conflict (indicator, dataset, field, filter) do update
         set yearly_at = excluded.yearly_at, preference = excluded.preference
         where (s.yearly_at, s.preference) is distinct from (excluded.yearly_at, excluded.preference)
       returning dataset
     ), touched as (
       select dataset from gone union select dataset from written union select dataset from wanted where indicator = any($2)
     )
     delete from catalogue.indicator_state t using catalogue.dataset d
     where d.id = t.dataset and d.slug in (select dataset from touched)`,
    [indicators, changed],
  );
}
