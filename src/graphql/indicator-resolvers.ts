/** Indicators and regions: what is known of a place, without knowing the datasets. */
import { foldText, searchWords } from "../catalogue/dataset-search.ts";
import { type Page, toPage } from "../catalogue/page.ts";
import type { Region } from "../catalogue/reference.ts";
import { inLanguage, type LocalisedText } from "../kernel/locale.ts";
import type { RegionLevel } from "../store/entities/region.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { type Indicator, listIndicators, readSeries, type SeriesPoint, withinPeriods } from "./indicators.ts";
import type { LangArgument, Question } from "./question.ts";

interface IndicatorsArguments {
  readonly search?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export async function resolveIndicators(
  _root: unknown,
  { search, region, first, after }: IndicatorsArguments,
  question: Question,
): Promise<Page<Indicator>> {
  const words = searchWords(search ?? "");
  const matching = (await listIndicators(question)).filter((indicator) =>
    words.every((word) => searchText(indicator).includes(word)),
  );
  const found = region === undefined || region === null ? matching : await havingValues(matching, region, question);
  const size = first ?? 20;
  const last = after === undefined || after === null ? undefined : String(readCursor("indicators", after)[0]);
  const rest = last === undefined ? found : found.filter(({ slug }) => slug > last);
  return toPage(rest.slice(0, size + 1), size, found.length, ({ slug }) => writeCursor("indicators", [slug]));
}

const bothLanguages = (text: LocalisedText | undefined): string =>
  text === undefined ? "" : `${inLanguage(text, "id")} ${inLanguage(text, "en")}`;

const searchText = ({ slug, dataset, measure }: Indicator): string =>
  foldText(
    [
      slug,
      bothLanguages(dataset.current.package.title),
      bothLanguages(measure.title),
      bothLanguages(measure.definition),
    ].join(" "),
  );

async function havingValues(
  indicators: readonly Indicator[],
  region: string,
  question: Question,
): Promise<readonly Indicator[]> {
  const series = await readOneByOne(indicators, (indicator) => readSeries(indicator, region, question));
  return indicators.filter((_, index) => series[index]?.some(({ value }) => value !== null));
}

/** One question to the database at a time: a profile shall not take every connection. */
async function readOneByOne<T, R>(things: readonly T[], read: (thing: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const thing of things) results.push(await read(thing));
  return results;
}

export const resolveIndicator = async (
  _root: unknown,
  { slug }: { readonly slug: string },
  question: Question,
): Promise<Indicator | null> => (await listIndicators(question)).find((indicator) => indicator.slug === slug) ?? null;

export const Indicator_ = {
  /** The field's own title, with the dataset's where the field has none. */
  title: ({ measure, dataset }: Indicator, { lang }: LangArgument) =>
    inLanguage(measure.title ?? dataset.current.package.title, lang),
  unit: ({ measure }: Indicator) => measure.unit ?? null,
  definition: ({ measure }: Indicator, { lang }: LangArgument) => {
    const text = measure.definition ?? measure.description;
    return text === undefined ? null : inLanguage(text, lang);
  },
  series: async (
    indicator: Indicator,
    { region, from, to }: { readonly region: string; readonly from?: string | null; readonly to?: string | null },
    question: Question,
  ): Promise<readonly SeriesPoint[]> =>
    withinPeriods(await readSeries(indicator, region, question), from ?? undefined, to ?? undefined),
};

export async function resolveRegions(
  _root: unknown,
  { level }: { readonly level?: RegionLevel | null },
  question: Question,
): Promise<readonly Region[]> {
  const { byCode } = await question.regions();
  return [...byCode.values()].filter((region) => level === undefined || level === null || region.level === level);
}

export const resolveRegion = async (
  _root: unknown,
  { code }: { readonly code: string },
  question: Question,
): Promise<Region | null> => (await question.regions()).byCode.get(code) ?? null;

export const Region_ = {
  parent: async ({ parent }: Region, _args: unknown, question: Question) =>
    parent === undefined ? null : ((await question.regions()).byCode.get(parent) ?? null),
  children: async ({ code }: Region, _args: unknown, question: Question) =>
    (await question.regions()).children.get(code) ?? [],
  indicators: async ({ code }: Region, _args: unknown, question: Question) => {
    const indicators = await listIndicators(question);
    const series = await readOneByOne(indicators, (indicator) => readSeries(indicator, code, question));
    return indicators.flatMap((indicator, index) => {
      const newest = series[index]?.at(-1);
      return newest === undefined ? [] : [{ indicator, ...newest }];
    });
  },
};
