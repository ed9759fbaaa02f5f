/**
 * Makes the benchmark's file: about `rows` rows × 8 columns of an invented monthly table by district and indicator, the same bytes for
 * the same arguments. `change` of 100 changes one value in a hundred: the second version.
 */

import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { finished } from "node:stream/promises";

const INDICATORS = 27;
const MONTHS = 12;

/** [code, name, regency] of every district. */
export function readDistricts(seeds: string): readonly (readonly [string, string, string])[] {
  const [header = "", ...lines] = readFileSync(`${seeds}/districts.tsv`, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  const [code, name, parent] = ["code", "name", "parent"].map((title) => columns.indexOf(title));
  return lines.map((line) => {
    const cells = line.split("\t");
    return [cells[code ?? 0] ?? "", cells[name ?? 0] ?? "", cells[parent ?? 0] ?? ""];
  });
}

export const benchPackage = (slug: string) => ({
  name: slug,
  title: "Data uji kinerja (angka rekaan)",
  description: "Angka rekaan untuk mengukur kecepatan; bukan data resmi.",
  resources: [
    {
      name: "uji",
      path: "uji.csv",
      schema: {
        fields: [
          { name: "kode_kabupaten_kota", type: "string", role: "region", title: "Kode kabupaten/kota" },
          { name: "kode_kecamatan", type: "string", role: "dimension", title: "Kode kecamatan" },
          { name: "nama_kecamatan", type: "string", title: "Nama kecamatan" },
          { name: "tahun", type: "year", role: "period", title: "Tahun" },
          {
            name: "bulan",
            type: "integer",
            role: "dimension",
            title: "Bulan",
            constraints: { minimum: 1, maximum: 12 },
          },
          { name: "indikator", type: "string", role: "dimension", title: "Indikator" },
          { name: "nilai", type: "number", role: "measure", unit: "orang", title: "Nilai" },
          { name: "satuan", type: "string", title: "Satuan" },
        ],
        primaryKey: ["kode_kecamatan", "tahun", "bulan", "indikator"],
      },
    },
  ],
});

/** Writes the file; resolves with its number of rows. */
export async function makeData(
  path: string,
  rows: number,
  options: { seeds: string; change?: number },
): Promise<number> {
  const districts = readDistricts(options.seeds);
  const out = createWriteStream(path);
  let seed = 20_241_231;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed;
  };
  let written = 0;
  let chunk = "kode_kabupaten_kota,kode_kecamatan,nama_kecamatan,tahun,bulan,indikator,nilai,satuan\n";
  for (let year = 2015; written < rows; year += 1) {
    for (const [code, name, regency] of districts) {
      for (let month = 1; month <= MONTHS; month += 1) {
        for (let indicator = 1; indicator <= INDICATORS && written < rows; indicator += 1) {
          const base = random();
          const changed = options.change !== undefined && base % options.change === 0;
          const value = ((base >>> 4) % 100_000_000) + (changed ? 1 : 0);
          const cents = String(value % 100).padStart(2, "0");
          chunk += `${regency},${code},${name},${year},${month},indikator-${String(indicator).padStart(2, "0")},${Math.floor(value / 100)}.${cents},orang\n`;
          written += 1;
        }
      }
      if (chunk.length > 1 << 20) {
        if (!out.write(chunk)) await once(out, "drain");
        chunk = "";
      }
    }
  }
  out.end(chunk);
  await finished(out);
  return written;
}
