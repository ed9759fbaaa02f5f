/**
 * A Solr query held against the datasets in memory: which match, and how well. Words are looked for at the beginnings of words, values of
 * fields as a whole; letters are compared without case and accents.
 */
import { type OpenEntry, spaced } from "../catalogue/open-datasets.ts";
import { ActionError } from "./error.ts";
import { organizationId, packageId } from "./ids.ts";
import { ckanLicenseId } from "./license.ts";
import type { Bound, SolrQuery } from "./solr.ts";

/** How well a dataset matches; undefined where it does not. */
export type Matcher = (entry: OpenEntry) => number | undefined;

/** Throws "Search Query Error" for a field that there is not, or a bound that cannot be compared. */
export function makeMatcher(query: SolrQuery, formats: readonly string[], now: () => Date): Matcher {
  const make = (part: SolrQuery): Matcher => makeMatcher(part, formats, now);
  switch (query.kind) {
    case "all":
      return () => 0;
    case "not": {
      const matches = make(query.part);
      return (entry) => (matches(entry) === undefined ? 0 : undefined);
    }
    case "and": {
      const parts = query.parts.map(make);
      return (entry) => {
        let score = 0;
        for (const part of parts) {
          const one = part(entry);
          if (one === undefined) return undefined;
          score += one;
        }
        return score;
      };
    }
    case "or": {
      const parts = query.parts.map(make);
      return (entry) => {
        let score: number | undefined;
        for (const part of parts) {
          const one = part(entry);
          if (one !== undefined) score = (score ?? 0) + one;
        }
        return score;
      };
    }
    case "match":
      return matchValue(query.field ?? "text", query.pattern, query.phrase, formats);
    case "range":
      return matchRange(query.field, query.from, query.to, now);
  }
}

const TITLE_WORTH = 8;
const TEXT_WORTH = 1;

const TEXTS: Readonly<Record<string, (entry: OpenEntry) => string>> = {
  text: ({ text }) => text,
  notes: ({ text }) => text,
  title: ({ titleText }) => titleText,
  title_ngram: ({ titleText }) => titleText,
  name_ngram: ({ titleText }) => titleText,
};

type ValuesOf = (entry: OpenEntry, formats: readonly string[]) => readonly string[];

const VALUES: Readonly<Record<string, ValuesOf>> = {
  id: ({ slug }) => [packageId(slug), slug],
  name: ({ slug }) => [slug],
  tags: ({ keywords }) => keywords,
  groups: ({ topics }) => topics,
  organization: ({ agency }) => [agency],
  owner_org: ({ agency }) => [organizationId(agency), agency],
  res_format: (_entry, formats) => formats,
  license_id: ({ license }) => (license === undefined ? [ckanLicenseId(license)] : [ckanLicenseId(license), license]),
  title_string: ({ title }) => [title],
  state: () => ["active"],
  type: () => ["dataset"],
  dataset_type: () => ["dataset"],
  entity_type: () => ["package"],
  capacity: () => ["public"],
  private: () => ["false"],
};

const DATES: Readonly<Record<string, (entry: OpenEntry) => Date>> = {
  metadata_modified: ({ modified }) => modified,
  metadata_created: ({ created }) => created,
};

/** Fields of other catalogues that no dataset of this one has. */
const ELSEWHERE = /^(?:extras_|vocab_|res_|ext_)[\w-]+$|^(?:author|maintainer|notes_\w+|version|url|site_id)$/;

const undefinedField = (field: string): ActionError =>
  ActionError.badSearch(`SOLR returned an error running query: undefined field ${field.slice(0, 80)}`);

function matchValue(field: string, pattern: string, phrase: boolean, formats: readonly string[]): Matcher {
  const text = TEXTS[field];
  if (text !== undefined) return matchWords(text, field, pattern, phrase);
  const date = DATES[field];
  if (date !== undefined && pattern !== "*") {
    const day = pattern.toUpperCase().replace(/Z$/, "");
    return (entry) => (date(entry).toISOString().startsWith(day) ? 0 : undefined);
  }
  const values = VALUES[field];
  if (values === undefined) {
    if (date !== undefined) return () => 0;
    if (!ELSEWHERE.test(field)) throw undefinedField(field);
    return () => undefined;
  }
  const fits = phrase ? equals(pattern) : glob(pattern);
  return (entry) => (values(entry, formats).some(fits) ? 0 : undefined);
}

/** Of a phrase the words stand side by side; of a word it is enough to begin one. */
function matchWords(textOf: (entry: OpenEntry) => string, field: string, pattern: string, phrase: boolean): Matcher {
  const words = spaced(pattern);
  if (words === " ") return pattern.includes("*") ? () => 0 : () => undefined;
  const wanted = phrase
    ? [words]
    : words
        .trim()
        .split(" ")
        .map((word) => ` ${word}`);
  const inTitle = field === "title" || field === "text";
  return (entry) => {
    const text = textOf(entry);
    let score = 0;
    for (const word of wanted) {
      if (!text.includes(word)) return undefined;
      score += inTitle && entry.titleText.includes(word) ? TITLE_WORTH : TEXT_WORTH;
    }
    return score;
  };
}

const equals = (pattern: string): ((value: string) => boolean) => {
  const wanted = pattern.toLowerCase();
  return (value) => value.toLowerCase() === wanted;
};

/** Asterisks stand for anything. By searching, not by a regular expression, so that no pattern is slow. */
function glob(pattern: string): (value: string) => boolean {
  if (!pattern.includes("*")) return equals(pattern);
  const pieces = pattern.toLowerCase().split("*");
  const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
  const middle = pieces.slice(1, -1).filter((piece) => piece !== "");
  return (given) => {
    const value = given.toLowerCase();
    if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= value.length - last.length;
  };
}

function matchRange(field: string, from: Bound | undefined, to: Bound | undefined, now: () => Date): Matcher {
  const date = DATES[field];
  if (date !== undefined) {
    const [low, high] = [from && timeOf(from.value, now()), to && timeOf(to.value, now())];
    return (entry) => (isWithin(date(entry).getTime(), low, high, from, to) ? 0 : undefined);
  }
  const values = VALUES[field];
  if (values === undefined && TEXTS[field] === undefined && !ELSEWHERE.test(field)) throw undefinedField(field);
  if (values === undefined) return from === undefined && to === undefined && TEXTS[field] ? () => 0 : () => undefined;
  return (entry) =>
    values(entry, []).some((value) => isWithin(value, from?.value, to?.value, from, to)) ? 0 : undefined;
}

function isWithin<T extends string | number>(
  value: T,
  low: T | undefined,
  high: T | undefined,
  from: Bound | undefined,
  to: Bound | undefined,
): boolean {
  if (low !== undefined && (from?.inclusive ? value < low : value <= low)) return false;
  return high === undefined || (to?.inclusive ? value <= high : value < high);
}

const UNITS: Readonly<Record<string, number>> = {
  SECOND: 1e3,
  MINUTE: 6e4,
  HOUR: 36e5,
  DAY: 864e5,
  WEEK: 6048e5,
  MONTH: 2592e6,
  YEAR: 31536e6,
};

/** An ISO time (UTC where it does not say), or NOW-7DAYS. */
function timeOf(text: string, now: Date): number {
  const relative = /^NOW(?:\/[A-Z]+)?(?:([+-])(\d{1,6})([A-Z]+?)S?(?:\/[A-Z]+)?)?$/.exec(text);
  if (relative) {
    const [, sign, amount = "0", unit = "DAY"] = relative;
    const length = UNITS[unit];
    if (length !== undefined) return now.getTime() + (sign === "-" ? -1 : 1) * Number(amount) * length;
  }
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `${text}T00:00:00Z`
    : /(?:Z|[+-]\d{2}:\d{2})$/i.test(text)
      ? text
      : `${text}Z`;
  const time = /^\d{4}-\d{2}-\d{2}T/.test(full) ? Date.parse(full) : Number.NaN;
  if (Number.isNaN(time))
    throw ActionError.badSearch(`SOLR returned an error running query: Invalid Date String:'${text.slice(0, 40)}'`);
  return time;
}
