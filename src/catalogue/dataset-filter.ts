/** Which datasets: several values of one filter are "any of", several filters are "and". */
import type { Values } from "./search-terms.ts";

export interface DatasetFilter {
  readonly agency?: readonly string[] | undefined;
  readonly topic?: readonly string[] | undefined;
  readonly keyword?: readonly string[] | undefined;
  readonly frequency?: readonly string[] | undefined;
  readonly license?: readonly string[] | undefined;
  /** Codes of regions that the rows are about. */
  readonly region?: readonly string[] | undefined;
  /** Years that the rows are about: "2024". */
  readonly year?: readonly string[] | undefined;
  /** Endings of the files in which the current version can be had: "px". */
  readonly format?: readonly string[] | undefined;
  readonly access?: readonly string[] | undefined;
  /** Published after this time. */
  readonly updatedSince?: Date | undefined;
}

/** Filters on what a dataset is found by, `catalogue.search_entry s`, as conditions. */
export function filterConditions(
  filter: DatasetFilter,
  values: Values,
): { readonly [K in keyof DatasetFilter]: string } {
  const { agency, topic, keyword, frequency, license, region, year, format, access, updatedSince } = filter;
  const list = (texts: readonly string[]): string => `${values.add(texts)}::text[]`;
  return {
    ...(agency === undefined ? {} : { agency: `s.agency = any(${list(agency)})` }),
    ...(topic === undefined ? {} : { topic: `s.topics && ${list(topic)}` }),
    ...(keyword === undefined ? {} : { keyword: `s.keywords && ${list(keyword)}` }),
    ...(frequency === undefined ? {} : { frequency: `s.frequency = any(${list(frequency)})` }),
    ...(license === undefined ? {} : { license: `s.license = any(${list(license)})` }),
    ...(region === undefined ? {} : { region: `s.regions && ${list(region)}` }),
    ...(year === undefined ? {} : { year: `s.years && ${values.add(year.flatMap(wholeYear))}::integer[]` }),
    ...(format === undefined ? {} : { format: `s.formats && ${list(format)}` }),
    ...(access === undefined ? {} : { access: `s.access = any(${list(access)})` }),
    ...(updatedSince === undefined ? {} : { updatedSince: `s.published_at > ${values.add(updatedSince)}` }),
  };
}

/** What is no year is none that a dataset could have. */
const wholeYear = (text: string): readonly number[] => (/^\d{4}$/.test(text) ? [Number(text)] : []);

export function addFilters(filter: DatasetFilter, values: Values, conditions: string[]): void {
  conditions.push(...Object.values(filterConditions(filter, values)));
}
