/** Indicators: what is known of places and times, without knowing the datasets. Thin: what is read, and how, is the catalogue's. */
import type { Figure } from "../catalogue/indicator-figure.ts";
import {
  listPeriods,
  type Place,
  readCompared,
  readRanking,
  readSeries,
  readValues,
  type Span,
} from "../catalogue/indicator-figures.ts";
import { changeUnit } from "../catalogue/indicator-measures.ts";
import { makeRatio, type Ratio, type RatioFigure, readRatio, readRatioValues } from "../catalogue/indicator-ratio.ts";
import { findIndicator, type Indicator, listIndicators, sourceDatasets } from "../catalogue/indicators.ts";
import type { Page } from "../catalogue/page.ts";
import type { Topic } from "../catalogue/reference.ts";
import { EVERYTHING, REFERENCE } from "../catalogue/states.ts";
import { Fault } from "../kernel/fault.ts";
import { inLanguage, type LocalisedText } from "../kernel/locale.ts";
import type { RegionLevel } from "../store/entities/region.ts";
import type { LangArgument, Question } from "./question.ts";

/** An argument that may be left out, as GraphQL gives it. */
type Optional<T> = T | null | undefined;

interface IndicatorsArguments {
  readonly search?: Optional<string>;
  readonly region?: Optional<string>;
  readonly topic?: Optional<string>;
  readonly first?: Optional<number>;
  readonly after?: Optional<string>;
}

export const resolveIndicators = (
  _root: unknown,
  { search, region, topic, first, after }: IndicatorsArguments,
  { store, actor }: Question,
): Promise<Page<Indicator>> =>
  store.read((tx) =>
    listIndicators(tx, actor, {
      search: search ?? undefined,
      region: region ?? undefined,
      topic: topic ?? undefined,
      first: first ?? 20,
      after: after ?? undefined,
    }),
  );

export const resolveIndicator = async (
  _root: unknown,
  { slug }: { readonly slug: string },
  question: Question,
): Promise<Indicator | null> => (await findNoted(slug, question)) ?? null;

/** Notes what an indicator's figures are read from: its datasets and the regions, or whatever may bring the one that is not there. */
function findNoted(slug: string, { store, actor, reading }: Question): Promise<Indicator | undefined> {
  reading.note(REFERENCE);
  return store.read(async (tx) => {
    const datasets = await sourceDatasets(tx, slug);
    for (const dataset of datasets) reading.note(dataset);
    if (datasets.length === 0) reading.note(EVERYTHING);
    return findIndicator(tx, actor, slug);
  });
}

interface SpanArguments {
  readonly from?: Optional<string>;
  readonly to?: Optional<string>;
}

interface PlaceArguments {
  readonly level: RegionLevel;
  readonly within?: Optional<string>;
  readonly period?: Optional<string>;
}

const toSpan = ({ from, to }: SpanArguments): Span => ({ from: from ?? undefined, to: to ?? undefined });
const toPlace = ({ level, within }: PlaceArguments): Place => ({ level, within: within ?? undefined });

/** So many regions are compared at once. */
const MAX_COMPARED = 50;

const text =
  (part: "concept" | "definition" | "classification" | "measureType" | "source") =>
  ({ about }: Indicator, { lang }: LangArgument): string | null => {
    const value: LocalisedText | undefined = about[part];
    return value === undefined ? null : inLanguage(value, lang);
  };

export const Indicator_ = {
  title: ({ about }: Indicator, { lang }: LangArgument) => inLanguage(about.title, lang),
  unit: ({ about }: Indicator) => about.unit ?? null,
  changeUnit: ({ about }: Indicator) => changeUnit(about) ?? null,
  concept: text("concept"),
  definition: text("definition"),
  classification: text("classification"),
  measureType: text("measureType"),
  source: text("source"),
  direction: ({ about }: Indicator) => about.direction,
  additive: ({ about }: Indicator) => about.additive ?? null,
  decimals: ({ about }: Indicator) => about.decimals ?? null,
  topics: async ({ about }: Indicator, _args: unknown, question: Question): Promise<readonly Topic[]> => {
    const topics = await question.topics();
    return about.topics.flatMap((slug) => topics.get(slug) ?? []);
  },
  periods: (indicator: Indicator, args: PlaceArguments, { store, actor }: Question) =>
    store.read((tx) => listPeriods(tx, actor, indicator, toPlace(args))),
  series: (indicator: Indicator, args: SpanArguments & { readonly region: string }, { store, actor }: Question) =>
    store.read((tx) => readSeries(tx, actor, indicator, args.region, toSpan(args))),
  compare: async (
    indicator: Indicator,
    { regions, ...span }: SpanArguments & { readonly regions: readonly string[] },
    question: Question,
  ) => {
    if (regions.length > MAX_COMPARED) throw tooMany("regions", regions.length);
    const { store, actor } = question;
    const figures = await store.read((tx) => readCompared(tx, actor, indicator, regions, toSpan(span)));
    const { byCode } = await question.regions();
    return [...new Set(regions)].flatMap((code) => {
      const region = byCode.get(code);
      return region === undefined ? [] : [{ region, series: figures.filter((figure) => figure.region === code) }];
    });
  },
  values: (indicator: Indicator, args: PlaceArguments, { store, actor }: Question) =>
    store.read((tx) => readValues(tx, actor, indicator, toPlace(args), args.period ?? undefined)),
  ranking: (indicator: Indicator, args: PlaceArguments, { store, actor }: Question) =>
    store.read((tx) => readRanking(tx, actor, indicator, toPlace(args), args.period ?? undefined)),
  ratio: async (indicator: Indicator, args: { readonly of: string }, question: Question): Promise<Ratio> => {
    const other = await findNoted(args.of, question);
    if (other === undefined) throw new Fault("indicator.unknown", { slug: args.of.slice(0, 200) });
    return makeRatio(indicator, other);
  },
};

const tooMany = (name: string, count: number): Fault =>
  new Fault("request.over-limit", { name, value: count, minimum: 0, maximum: MAX_COMPARED });

export const Ratio_ = {
  series: (ratio: Ratio, args: SpanArguments & { readonly region: string }, { store, actor }: Question) =>
    store.read((tx) => readRatio(tx, actor, ratio, [args.region], toSpan(args))),
  values: (ratio: Ratio, args: PlaceArguments, { store, actor }: Question) =>
    store.read((tx) => readRatioValues(tx, actor, ratio, toPlace(args), args.period ?? undefined)),
};

/** Of what a row with a region's code is: its region, or null where the reference data has none of this code. */
const ofRegion = async ({ region }: { readonly region: string }, _args: unknown, question: Question) =>
  (await question.regions()).byCode.get(region) ?? null;

export const RegionValue_ = { code: ({ region }: Figure) => region, region: ofRegion };
export const RatioValue_ = { code: ({ region }: RatioFigure) => region, region: ofRegion };
