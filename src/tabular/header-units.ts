/** Units of measure as agencies write them in titles, headers and rows of their own: "(Ribu Rupiah)", "(%)", "Satuan: Jiwa". */
import { oneLine } from "./locate-cells.ts";

const FIRST_WORDS = new Set(
  (
    "% persen percent persentase orang jiwa penduduk org people person persons rupiah rp idr us$ usd ribu ribuan juta jutaan miliar milyar miliard triliun trilyun " +
    "ton kuintal kwintal ku kw kg kilogram gram gr ha hektar hektare are km kilometer km² km2 m m² m2 m³ m3 meter cm mm unit buah bh kasus kejadian " +
    "kk keluarga kpm ruta rumahtangga tahun thn year years hari bulan jam menit poin point points ekor liter ltr kiloliter barel kwh mwh gwh mw kw watt va mva " +
    "desa kelurahan kecamatan batang pohon butir lembar dokumen tangkai rumpun surat tiket perusahaan sekolah kelas siswa murid guru dosen mahasiswa " +
    "kapal perahu kendaraan kamar tempat pelanggan izin titik pulau ruas paket eksemplar derajat °c celcius mbps knot mb pasien kematian " +
    "indeks index skor rasio nilai satuan celsius trip penumpang wisatawan bayi balita anak ibu akseptor peserta pencari thousand million billion hectare hectares tons"
  ).split(" "),
);
const ALONE = new Set([
  "indeks",
  "index",
  "nilai",
  "tahun",
  "bulan",
  "hari",
  "kelas",
  "desa",
  "kelurahan",
  "kecamatan",
  "sekolah",
  "penduduk",
  "anak",
  "ibu",
  "m",
  "va",
  "are",
  "surat",
  "tempat",
  "persentase",
  "skor",
  "rasio",
  "satuan",
  "ku",
  "kw",
  "mb",
]);

/** "ribu rupiah", "%", "jiwa/km²", "per 1.000 penduduk": a unit and nothing else. */
export function isUnit(text: string): boolean {
  const words = oneLine(text.replace(/_/g, " "))
    .toLowerCase()
    .replace(/^dalam\s+/, "");
  if (words === "" || words.length > 45) return false;
  if (/^per\s+[\d.,]+\s+\p{L}/u.test(words) || /^\/\s*\d/.test(words)) return true;
  const [first = "", ...rest] = words.split(/[\s/.]+/).filter((word) => word !== "");
  if (!FIRST_WORDS.has(first)) return /^(?:0\/00|‰|‰‰)$/.test(words);
  if (ALONE.has(first) && rest.length > 0) return words.includes("/");
  return rest.length <= 5 && !/\b(?:menurut|yang|dan|di|dari|ke atas|keatas)\b/.test(words);
}

const BRACKET = /[([]([^()[\]]+)[)\]]/g;

/** The unit in a title's or header's brackets (the last such), as written without "dalam"; undefined when there is none. */
export function unitInBrackets(text: string): string | undefined {
  let found: string | undefined;
  for (const [, inside = ""] of text.matchAll(BRACKET)) {
    if (isUnit(inside)) found = oneLine(inside.replace(/_/g, " ")).replace(/^dalam\s+/i, "");
  }
  return found;
}

/** "Satuan: Jiwa", "(dalam ribu rupiah)", "Unit : Orang" alone in a row; undefined for anything else. */
export function unitRow(text: string): string | undefined {
  const line = oneLine(text.replace(/_/g, " "));
  const named = /^\(?\s*(?:satuan|unit)\s*(?:\/\s*unit\s*)?[:=]\s*(.+?)\s*\)?$/i.exec(line)?.[1];
  if (named !== undefined && named.length <= 45) return named;
  const bracketed = /^[([]\s*(?:dalam\s+)?([^()[\]]+?)\s*[)\]]$/i.exec(line)?.[1];
  if (bracketed !== undefined && isUnit(bracketed)) return bracketed;
  const plainly = /^dalam\s+(.+)$/i.exec(line)?.[1];
  return plainly !== undefined && isUnit(plainly) ? plainly : undefined;
}

/** The text without its bracketed units. */
export const withoutUnits = (text: string): string =>
  oneLine(text.replace(BRACKET, (whole, inside: string) => (isUnit(inside) ? " " : whole)));
