/** The words with which an officer confirms what a new dataset's columns are. */
import type { Lang } from "../kernel/locale.ts";
import type { FieldRole, FieldType, Frequency } from "../kernel/package.ts";

/** What an officer calls the types; the others are kept as text. */
export type Kind = "string" | "integer" | "number" | "year" | "yearmonth" | "date" | "boolean";
export const KINDS: readonly Kind[] = ["string", "integer", "number", "year", "yearmonth", "date", "boolean"];
export const kindOf = (type: FieldType): Kind => KINDS.find((kind) => kind === type) ?? "string";

export const FREQUENCIES: readonly Frequency[] = [
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "four-monthly",
  "semesterly",
  "yearly",
  "multi-yearly",
  "irregular",
];

const id = {
  title: "Mulai dataset baru",
  lead: "Unggah berkas pertamanya. Isinya dibaca, lalu Anda memastikan apa arti tiap kolomnya.",
  look: "Kirim dan lihat kolomnya",
  confirm: "Benarkah ini isinya?",
  otherFile: "Pilih berkas lain",
  rows: (count: string) => `${count} baris`,
  wide: "Tahun atau bulan berjajar sebagai kolom di berkas Anda. Data disimpan memanjang: satu kolom periode dan satu kolom nilai. Cara membacanya akan Anda pastikan sekali pada langkah berikut.",
  sheets: "Berkas ini punya beberapa lembar. Satu dataset berisi satu lembar:",
  datasetTitle: "Judul dataset",
  description: "Tentang apa data ini, dalam satu atau dua kalimat",
  slug: "Nama untuk alamatnya",
  slugHelp: "Huruf kecil, angka, dan tanda hubung. Tidak dapat diubah nanti.",
  frequency: "Seberapa sering diperbarui",
  agency: "Instansi",
  columns: "Kolom",
  columnsLead: "Usulan di bawah berasal dari isi berkas. Ubah yang keliru; biarkan yang benar.",
  use: "Pakai",
  columnTitle: "Judul kolom",
  samples: "Contoh isi",
  role: "Apa artinya",
  kind: "Jenis isi",
  unit: "Satuan",
  commonUnit: "Satuan angka-angka di atas yang belum diisi",
  commonUnitHelp: "Misalnya jiwa, persen, rupiah, atau indeks. Setiap angka yang diukur perlu satuan.",
  unitsLacking: (columns: readonly string[]) =>
    `Belum ada satuan untuk ${columns.map((title) => `“${title}”`).join(", ")}. Isi kolom Satuan, atau satu satuan untuk semuanya di bawah tabel.`,
  columnsAgain: "Perbaiki arti kolom",
  columnsAgainLead:
    "Dataset ini belum pernah terbit, jadi arti kolomnya masih dapat diubah. Setelah disimpan, kirim berkasnya sekali lagi.",
  columnsSave: "Simpan arti kolom",
  emptyColumn: "semua selnya kosong",
  key: "Pembeda baris",
  keyHelp: "Pembeda baris: kolom-kolom yang bersama-sama tidak pernah sama pada dua baris, misalnya wilayah dan tahun.",
  create: "Buat dataset dan periksa berkasnya",
  unreadable: "Tidak ada tabel yang dapat dibaca di berkas ini.",
  roles: {
    region: "wilayah",
    period: "waktu",
    dimension: "pengelompokan (jenis, jenis kelamin, …)",
    measure: "angka yang diukur",
    "": "keterangan lain",
  } satisfies Record<FieldRole | "", string> as Record<FieldRole | "", string>,
  kinds: {
    string: "teks atau kode",
    integer: "bilangan bulat",
    number: "angka desimal",
    year: "tahun",
    yearmonth: "bulan dan tahun",
    date: "tanggal",
    boolean: "ya atau tidak",
  } satisfies Record<Kind, string> as Record<Kind, string>,
};

type NewWords = typeof id;

const en: NewWords = {
  title: "Start a new dataset",
  lead: "Upload its first file. What is in it is read, then you confirm what each column means.",
  look: "Send and see the columns",
  confirm: "Is this what it holds?",
  otherFile: "Choose another file",
  rows: (count) => `${count} rows`,
  wide: "Years or months stand side by side as columns in your file. The data are kept long: one column of periods and one of values. You will confirm how to read them once, in the next step.",
  sheets: "This file has several sheets. A dataset holds one of them:",
  datasetTitle: "Title of the dataset",
  description: "What these data are about, in a sentence or two",
  slug: "Name for its address",
  slugHelp: "Small letters, digits and hyphens. It cannot be changed later.",
  frequency: "How often it is updated",
  agency: "Agency",
  columns: "Columns",
  columnsLead: "The proposals come from what is in the file. Change what is wrong; leave what is right.",
  use: "Use",
  columnTitle: "Column title",
  samples: "Samples",
  role: "What it means",
  kind: "Kind of content",
  unit: "Unit",
  commonUnit: "Unit of the figures above that have none yet",
  commonUnitHelp: "Persons, percent, rupiah or index, for example. Every figure that is measured needs a unit.",
  unitsLacking: (columns) =>
    `There is no unit yet for ${columns.map((title) => `“${title}”`).join(", ")}. Fill in Unit, or one unit for all of them below the table.`,
  columnsAgain: "Correct what columns mean",
  columnsAgainLead:
    "No version of this dataset was published yet, so what its columns mean can still be changed. Once saved, send the file again.",
  columnsSave: "Save what columns mean",
  emptyColumn: "every cell is empty",
  key: "Tells rows apart",
  keyHelp: "Tells rows apart: the columns that together are never the same in two rows, such as region and year.",
  create: "Create the dataset and check the file",
  unreadable: "There is no table that can be read in this file.",
  roles: {
    region: "region",
    period: "time",
    dimension: "grouping (kind, sex, …)",
    measure: "figure that is measured",
    "": "other information",
  },
  kinds: {
    string: "text or code",
    integer: "whole number",
    number: "number, decimals allowed",
    year: "year",
    yearmonth: "month and year",
    date: "date",
    boolean: "yes or no",
  },
};

export const newWords: { readonly [L in Lang]: NewWords } = { id, en };
