/** Which dataflow and which version of it a path of SDMX names: `{agency}/{id}/{version}`, with SDMX's wildcards. */
import { AGENCY } from "../formats/sdmx.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";
import { SdmxError } from "./error.ts";

/** The dataset of a dataflow, a data structure or a concept scheme; undefined for an id that none can have. */
export function slugOf(id: string): DatasetSlug | undefined {
  const text = id.toLowerCase().replaceAll("_", "-");
  return /^[A-Z0-9_]{1,200}$/.test(id) && isDatasetSlug(text) ? text : undefined;
}

/** Is it this catalogue that is asked for? `*` and `all` are everybody. */
export const isOurs = (agency: string): boolean =>
  agency.split(",").some((one) => one === AGENCY || one === "*" || one === "all");

export type VersionAsked = "latest" | "every" | VersionNumber;

/** `~`, `+` and `latest` are the current version, `*` and `all` every one, `3.0.0` and `3` the third. */
export function parseVersion(text: string): VersionAsked {
  if (["~", "+", "latest", ""].includes(text)) return "latest";
  if (text === "*" || text === "all") return "every";
  const number = findVersionNumber(/^(\d{1,10})(?:\.0){0,2}$/.exec(text)?.[1] ?? "");
  if (number === undefined) throw noVersion(text);
  return number;
}

const noVersion = (text: string): SdmxError =>
  new SdmxError("no-results", {
    id: `Tidak ada versi “${text.slice(0, 40)}”. Tulis seperti 3.0.0, ~ (yang berlaku), atau * (semua).`,
    en: `There is no version “${text.slice(0, 40)}”. Write it like 3.0.0, ~ (the current one) or * (all).`,
  });

export const nothingFound = (what: string): SdmxError =>
  new SdmxError("no-results", {
    id: `Tidak ada yang cocok dengan “${what.slice(0, 200)}”.`,
    en: `Nothing matches “${what.slice(0, 200)}”.`,
  });
