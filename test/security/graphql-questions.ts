/**
 * Questions that together ask for every field of the catalogue's schema: a field that is new there belongs into one of them. Each says
 * who may learn anything of the closed dataset by it: those who may read it, or nobody, since it asks of others.
 */

export interface Question {
  readonly query: string;
  readonly sees: "readers" | "nobody";
}

const INDICATOR = `slug title unit changeUnit concept definition classification measureType source direction additive decimals
  topics { slug } curated sources { dataset field filter version }`;
const POINT = `period value status rank of previousPeriod previous change growth provinceValue computed dataset version`;
const PAGE = "pageInfo { hasNextPage endCursor }";
const FIELD = `name type title description role unit concept definition classification measureType additive required primaryKey`;
const CONTRIBUTOR = "{ role name agency { slug name } }";
const VERSION = `number publishedAt note rows added removed changed withdrawn { at reason } fields { ${FIELD} }
  changedCells { field count } schemaChanges { kind field before after text }
  overrides { code row field reason at by ${CONTRIBUTOR} } uploadedBy ${CONTRIBUTOR} publishedBy ${CONTRIBUTOR} restoredFrom`;
const CELLS = "cells { field before after beforeStatus afterStatus }";

const ofClosed = (fields: string): Question => ({
  query: `{ dataset(slug: "uji-closed") { ${fields} } }`,
  sees: "readers",
});

export const QUESTIONS: Readonly<Record<string, Question>> = {
  "what a dataset is": ofClosed(`slug title description agency { slug } topics { slug title } frequency
    license { name title path } fields { ${FIELD} } downloads { format mediaType url versionUrl bytes }`),
  "its versions": ofClosed(`slug currentVersion { ${VERSION} } version(number: 1) { number }
    versions { totalCount ${PAGE} edges { cursor node { number } } nodes { number } }`),
  "its rows": ofClosed(`slug rows(first: 5) { totalCount version ${PAGE} edges { cursor node } nodes }
    aggregate(measures: [{ field: "jumlah", op: SUM }])`),
  "a row through time":
    ofClosed(`slug rowHistory(key: [{ field: "kode_wilayah", value: "73.06" }, { field: "tahun", value: "2024" }]) {
    from { number } to { number } until row statuses ${CELLS} }`),
  "what changed": ofClosed(`slug diff(from: 1, to: 1) { totalCount totals { added removed changed } ${PAGE}
    edges { cursor node { change } } nodes { change key before after ${CELLS} } from { number } to { number }
    schemaChanges { kind } }`),
  "the list": {
    query: `{ datasets(search: "uji", first: 50) { totalCount
      understood { words region from to corrected { from to } loose } facets { name values { value count } } ${PAGE}
      edges { cursor node { slug } match { title { text hit } found { field parts { text hit } } } } nodes { slug } } }`,
    sees: "readers",
  },
  "the feed of changes": {
    query: `{ changes(first: 100) { totalCount ${PAGE} edges { cursor node { seq } } nodes { seq at kind dataset version } } }`,
    sees: "readers",
  },
  "agencies and topics": {
    query: `{ agencies { slug name } agency(slug: "dinsos") { slug name } topics { slug title } }`,
    sees: "nobody",
  },
  regions: {
    query: `{ regions(level: REGENCY) { code bpsCode name level parent { code } } region(code: "73.06") { code children { code }
      indicators { ${POINT} indicator { slug } } } }`,
    sees: "readers",
  },
  indicators: {
    query: `{ indicators(search: "jumlah", first: 50) { totalCount ${PAGE} edges { cursor node { slug } } nodes { ${INDICATOR} } }
      indicator(slug: "uji-closed-jumlah") { slug } }`,
    sees: "readers",
  },
  "an indicator's values": {
    query: `{ indicator(slug: "uji-open-jumlah") { slug periods series(region: "73.06") { ${POINT} }
      compare(regions: ["73.06", "73.71"]) { region { code } series { period } }
      values { code region { code } ${POINT} } ranking { code value } } }`,
    sees: "nobody",
  },
  ratios: {
    query: `{ indicator(slug: "uji-open-jumlah") { ratio(of: "uji-open-jumlah") { unit numerator { slug } denominator { slug }
      series(region: "73.06") { code region { code } period value numerator { value } denominator { value } }
      values { code } } } }`,
    sees: "nobody",
  },
};
