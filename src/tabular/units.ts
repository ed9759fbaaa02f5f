/** What a unit says about its numbers: things that are counted have no fractions, shares rarely pass 100. */

const counted =
  /^(?:orang|jiwa|penduduk|unit|buah|kejadian|kasus|ekor|pohon|kk|kpm|rt|rumah(?: tangga)?|sekolah|siswa|murid|guru|balita|bayi|dokumen|surat|tiket|izin|desa|kelurahan|kecamatan|pulau|perusahaan|usaha|unit usaha|transaksi|hari|hari kerja|titik|kapal|penumpang|kendaraan|pelanggan|lembar|paket|koperasi|ruang|tempat tidur|keluarga|peserta|permohonan|aduan|persons?|people|units?|cases?)$/;

const percent = /^(?:%|persen|percent|persentase|per ?seratus)$/;

const plain = (unit: string): string => unit.trim().toLowerCase().replace(/\s+/g, " ");

/** "jiwa", "unit", "kejadian": whole numbers. Not "ribu jiwa". */
export const isWholeUnit = (unit: string | undefined): boolean => unit !== undefined && counted.test(plain(unit));

export const isPercentUnit = (unit: string | undefined): boolean => unit !== undefined && percent.test(plain(unit));

/** Spellings of units, with the one that is used. */
export const unitNames: ReadonlyMap<string, string> = new Map([
  ["%", "persen"],
  ["percent", "persen"],
  ["hektar", "ha"],
  ["hektare", "ha"],
  ["rp", "rupiah"],
  ["idr", "rupiah"],
  ["km2", "km²"],
  ["m2", "m²"],
  ["m3", "m³"],
  ["org", "orang"],
  ["milyar", "miliar"],
  ["milyar rupiah", "miliar rupiah"],
]);

/** Are two units the same in other words? "%" and "persen", "Ha" and "hektare"; "jiwa" and "orang". */
export function isSameUnit(a: string, b: string): boolean {
  const one = unitNames.get(plain(a)) ?? plain(a);
  const two = unitNames.get(plain(b)) ?? plain(b);
  if (one === two) return true;
  const people = /^(?:orang|jiwa|penduduk)$/;
  return people.test(one) && people.test(two);
}

/** The power-of-ten word that a unit begins with: "juta" of "juta rupiah". */
export const scaleOfUnit = (unit: string | undefined): string | undefined =>
  unit === undefined
    ? undefined
    : /^(ribu|juta|mil[iy]ar|tril[iy]u?n)\b/i.exec(unit.trim())?.[1]?.toLowerCase().replace("milyar", "miliar");

const measures = new Set(
  (
    "% ‰ ° °c c persen percent ha hektar hektare are km km2 km² km3 m m2 m² m3 m³ cm mm mil kg g gram gr kwintal kuintal ku kw ton gkg gkp beras " +
    "gabah kering giling panen liter l ml lt rupiah rp us$ usd dolar tahun thn bulan bln minggu jam menit detik poin indeks skor orang jiwa " +
    "org kk kpm rt rumah tangga kapita per mw kwh watt mbps gbps mb gb rts rtm bidang batang butir rumpun lokasi kali set buku eks eksemplar karung ikat sks kelas " +
    "rombel rit trip koli bal meter kilometer kilogram hari kerja usaha tempat tidur"
  ).split(" "),
);

/** Is this text behind a number a unit, and not a slip of the pen? "jiwa/km²", "ton GKG"; not "O5". */
export function isKnownUnit(text: string): boolean {
  const words = plain(text)
    .replace(/[().]/g, " ")
    .split(/[\s/]+/)
    .filter((word) => word !== "");
  return words.length > 0 && words.every((word) => measures.has(word) || counted.test(word));
}
