/**
 * A cube in SDMX's names: one dataflow and one data structure for each dataset, their version being the dataset's (`3.0.0`), so that
 * nothing that was once answered ever changes. The agency of all of them is this catalogue.
 *
 * The region is REF_AREA, the period TIME_PERIOD, where there is one of it; every other dimension is its field's name in capitals. Which
 * measure a value is of is the dimension MEASURE; the value is OBS_VALUE. A region's code is Kemendagri's without dots, since a dot
 * separates the dimensions of a key.
 */
import type { DatasetSlug, FieldName, VersionNumber } from "../kernel/ids.ts";
import type { Field } from "../kernel/package.ts";
import { VALUE_STATUSES, valueStatusText } from "../kernel/value-status.ts";
import type { Observations } from "../store/observations.ts";
import type { CubeFields } from "./cube.ts";

export const AGENCY = "SULSEL";
export const MEASURE_DIMENSION = "MEASURE";
/** What is told of a measure, and its column. */
export const TOLD = { value: "OBS_VALUE", status: "OBS_STATUS", unit: "UNIT_MEASURE" } as const;
export type Told = keyof typeof TOLD;
export const EVERYTHING_TOLD: readonly Told[] = ["value", "status", "unit"];

export const dataflowId = (slug: DatasetSlug): string => slug.toUpperCase().replaceAll("-", "_");
export const structureVersion = (number: VersionNumber): string => `${number}.0.0`;

/** "SULSEL:JUMLAH_PENDUDUK(3.0.0)" */
export const structureId = (slug: DatasetSlug, number: VersionNumber): string =>
  `${AGENCY}:${dataflowId(slug)}(${structureVersion(number)})`;

/** The id of each dimension, in the cube's order. */
export function dimensionIds({ dimensions }: Pick<CubeFields, "dimensions">): ReadonlyMap<FieldName, string> {
  const only = (role: Field["role"]): Field | undefined => {
    const [one, ...more] = dimensions.filter((field) => field.role === role);
    return more.length === 0 ? one : undefined;
  };
  const [area, time] = [only("region"), only("period")];
  const taken = new Set<string>([MEASURE_DIMENSION, "REF_AREA", "TIME_PERIOD", ...Object.values(TOLD)]);
  return new Map(
    dimensions.map((field) => {
      if (field === area) return [field.name, "REF_AREA"];
      if (field === time) return [field.name, "TIME_PERIOD"];
      let id = field.name.toUpperCase();
      while (taken.has(id)) id += "_";
      taken.add(id);
      return [field.name, id];
    }),
  );
}

/** "73.06" → "7306" */
export const areaCode = (region: string): string => region.replaceAll(".", "");

/** "7306" → "73.06"; text that is no such code stays as it is. */
export const regionOfArea = (code: string): string =>
  /^\d{2}(?:\d{2}){0,2}$|^\d{10}$/.test(code)
    ? [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6), code.slice(6)].filter((part) => part !== "").join(".")
    : code;

/** How the store writes a cube's rows as observations. */
export const observationsOf = (
  { dimensions, measures }: CubeFields,
  { told = EVERYTHING_TOLD, innermost }: Partial<Pick<Observations, "told" | "innermost">> = {},
): Observations => ({
  told,
  innermost,
  dimensions: dimensions.map(({ name, role }) => ({ field: name, withoutDots: role === "region" })),
  measures: measures.map(({ name, unit }) => ({ field: name, unit })),
  untold: "_X",
  statuses: VALUE_STATUSES.map((status) => [status, valueStatusText[status].sdmx]),
  normal: "A",
  missing: "O",
});
