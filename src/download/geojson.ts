/**
 * GeoJSON (RFC 7946): a feature for each row, with the boundary of its region, for programs that draw maps. A region without a boundary
 * keeps its row and has no geometry. Boundaries are the operator's and may change, so these files are not kept.
 */
import { listRegions, type Region } from "../catalogue/reference.ts";
import type { FileFormat } from "../formats/formats.ts";
import { rowToJson } from "../formats/row-json.ts";
import { batchesOf, columnsOf, type Source } from "../formats/source.ts";
import { asBytes } from "../formats/text.ts";
import { Fault } from "../kernel/fault.ts";
import { countRows } from "../store/rows.ts";
import type { Boundaries } from "./boundaries.ts";

export const GEOJSON: Omit<FileFormat, "create"> = {
  ending: "geojson",
  mediaType: "application/geo+json",
  contentType: "application/geo+json; charset=utf-8",
  compressible: true,
  byDatabase: false,
};

/** Each repeats its boundary. */
const MOST_FEATURES = 20_000;

/** @param boundaries  Undefined: the operator gave none. Throws download.no-boundaries, no-region and too-many-features. */
export const geojsonFormat = (boundaries: Boundaries | undefined): FileFormat => ({
  ...GEOJSON,
  create: async (source) => {
    if (boundaries === undefined) throw new Fault("download.no-boundaries");
    const { store, table, query, version } = source;
    const region = version.package.schema.fields.find(({ role }) => role === "region");
    if (region === undefined || !(query.fields?.includes(region.name) ?? true))
      throw new Fault("download.no-region", { slug: version.slug });
    const rows = await store.read((tx) => countRows(tx, table, query.filters, query.updatedAfter));
    if (Math.min(rows, query.limit ?? rows) > MOST_FEATURES)
      throw new Fault("download.too-many-features", { maximum: MOST_FEATURES });
    const regions = await store.read((tx) => listRegions(tx));
    return asBytes(writeFeatures(source, region.name, boundaries, new Map(regions.map((one) => [one.code, one]))));
  },
});

async function* writeFeatures(
  source: Source,
  region: string,
  { geometries }: Boundaries,
  regions: ReadonlyMap<string, Region>,
): AsyncGenerator<string> {
  const columns = columnsOf(source);
  const place = columns.findIndex(({ name }) => name === region);
  const toJson = rowToJson(columns);
  let separator = "\n";
  yield '{"type":"FeatureCollection","features":[';
  for await (const rows of batchesOf(source))
    for (const row of rows) {
      const code = row[place] ?? "";
      const { shortName, bpsCode } = regions.get(code) ?? {};
      const named = JSON.stringify({ _nama: shortName ?? null, _bps: bpsCode ?? null }).slice(1);
      const properties = `${toJson(row).slice(0, -1)},${named}`;
      yield `${separator}{"type":"Feature","geometry":${geometries.get(code) ?? "null"},"properties":${properties}}`;
      separator = ",\n";
    }
  yield "\n]}\n";
}
