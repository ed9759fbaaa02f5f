/** Formats as people call them: "Excel" rather than the ending of its files. The same in both languages. */

const NAMES: { readonly [ending: string]: string } = {
  xlsx: "Excel",
  parquet: "Parquet",
  "jsonstat.json": "JSON-stat",
  "sdmx.csv": "SDMX-CSV",
  px: "PC-Axis",
  geojson: "GeoJSON",
};

/** The ending in capitals where it has no better name. */
export const formatName = (ending: string): string => NAMES[ending] ?? ending.toUpperCase();
