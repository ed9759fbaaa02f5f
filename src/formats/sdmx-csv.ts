/** SDMX-CSV 2.0 (https://github.com/sdmx-twg/sdmx-csv): one observation a line, under the dataflow of the version. */
import type { Readable } from "node:stream";
import { copyObservations } from "../store/observations.ts";
import { type CubeFields, demandCube } from "./cube.ts";
import {
  dimensionIds,
  EVERYTHING_TOLD,
  MEASURE_DIMENSION,
  observationsOf,
  structureId,
  TOLD,
  type Told,
} from "./sdmx.ts";
import type { Source } from "./source.ts";

export async function createSdmxCsv(source: Source): Promise<Readable> {
  const fields = await demandCube(source, "sdmx.csv");
  return copySdmxCsv(source, fields);
}

/** @param head  Absent: with the line of column names. */
export function copySdmxCsv(
  { store, version, table, query }: Source,
  fields: CubeFields,
  { told = EVERYTHING_TOLD, head = true }: { readonly told?: readonly Told[]; readonly head?: boolean } = {},
): Readable {
  const columns = [...dimensionIds(fields).values(), MEASURE_DIMENSION, ...told.map((what) => TOLD[what])];
  const names = head ? `STRUCTURE,STRUCTURE_ID,ACTION,${columns.join(",")}\n` : "";
  const constants = ["dataflow", structureId(version.slug, version.number), "I"];
  return copyObservations(store, table, query, observationsOf(fields, { told }), constants, names);
}
