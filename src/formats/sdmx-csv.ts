/** SDMX-CSV 2.0 (https://github.com/sdmx-twg/sdmx-csv): one observation a line, under the dataflow of the version. */
import type { Readable } from "node:stream";
import { copyObservations } from "../store/observations.ts";
import { demandCube } from "./cube.ts";
import { dimensionIds, MEASURE_DIMENSION, OBSERVATION, observationsOf, structureId } from "./sdmx.ts";
import type { Source } from "./source.ts";

export async function createSdmxCsv(source: Source): Promise<Readable> {
  const { store, version, table, query } = source;
  const fields = await demandCube(source, "sdmx.csv");
  const columns = [...dimensionIds(fields).values(), MEASURE_DIMENSION, ...OBSERVATION];
  const head = `STRUCTURE,STRUCTURE_ID,ACTION,${columns.join(",")}\n`;
  const constants = ["dataflow", structureId(version.slug, version.number), "I"];
  return copyObservations(store, table, query, observationsOf(fields), constants, head);
}
