/** Does a column's unit add up? People and tonnes do, percentages and averages do not; where words do not say, only the sums may. */

const NOT_ADDITIVE =
  /persen|percent|%|indeks|index|\bipm\b|\bipg\b|\bidg\b|rata-?\s?rata|average|mean\b|median|rasio|ratio|laju|kepadatan|density|tingkat|\brate\b|per kapita|perkapita|per capita|pertumbuhan|growth|garis kemiskinan|poverty line|harga (?!berlaku|konstan)|price|\bupah\b|umur|usia|\bhls\b|\brls\b|\buhh\b|\bahh\b|\btpt\b|\btpak\b|\bap[kms]\b|produktivitas|yield|angka (?:harapan|kematian|kelahiran|partisipasi|melek|putus)|lama sekolah|skor|nilai tukar|elevasi|ketinggian|suhu|kelembapan|jarak|koordinat|lintang|bujur|latitude|longitude|per 1\.?000|keparahan|kedalaman|gini|inflasi/;
const ADDITIVE =
  /jumlah|banyak|number of|luas|area|produksi|production|penduduk|population|realisasi|anggaran|pendapatan|belanja|volume|populasi|penumpang|wisatawan|pdrb|kasus|korban|penerima|harga (?:berlaku|konstan)|laki|perempuan|male|female|total|kejadian/;
const ADDITIVE_UNIT =
  /^(?:ribu|ribuan|juta|miliar|milyar|triliun|orang|jiwa|unit|buah|rupiah|rp|ton|kuintal|kg|ha|hektar|km2|km²|km|kasus|kejadian|kk|keluarga|rumah tangga|ruta|ekor|batang|pohon|liter|m3|m³|kwh|mwh|kpm|penumpang|sekolah|siswa|murid|guru|desa|kelurahan|kecamatan|perusahaan|dokumen|surat|tiket|usd|us\$|people|person|hectares?|pelanggan|kapal)(?:\s|$)/;
const NOT_ADDITIVE_UNIT = /[/]|^(?:%|persen|percent|indeks|index|poin|tahun|hari|skor|nilai|rasio|°c|years?|points?|‰)/;

export type Additivity = "additive" | "not-additive" | "unknown";

/**
 * @param words  The column's headers, from the table's title down to its own.
 */
export function additivityOf(words: string, unit: string | undefined): Additivity {
  const text = words.replace(/_/g, " ").toLowerCase();
  if (unit !== undefined && NOT_ADDITIVE_UNIT.test(unit.toLowerCase())) return "not-additive";
  if (NOT_ADDITIVE.test(text)) return "not-additive";
  if (unit !== undefined && ADDITIVE_UNIT.test(unit.toLowerCase())) return "additive";
  return ADDITIVE.test(text) ? "additive" : "unknown";
}
