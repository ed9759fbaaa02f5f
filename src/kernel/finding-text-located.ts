/** Sentences about where a table is, what its headers say, its totals, and the recipe that turns it long. */
import type { Bilingual } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

export const locatedText = {
  "table/none": {
    id: () =>
      "Tidak ada tabel di berkas ini: tidak ada baris judul kolom dengan data di bawahnya. Periksa apakah berkasnya benar, lalu unggah lagi.",
    en: () =>
      "There is no table in this file: no row of column names with data below it. Check that it is the right file and upload it again.",
  },
  "table/no-values": {
    id: ({ sheet }) =>
      `Tabel ini masih kosong: ada judul kolom dan judul baris, tetapi tidak ada satu angka pun (lembar “${sheet}”). Isi dahulu, atau pilih lembar lain.`,
    en: ({ sheet }) =>
      `This table is still empty: it has column and row labels but not a single figure (sheet “${sheet}”). Fill it in first, or choose another sheet.`,
  },
  "table/no-header": {
    id: () =>
      "Baris pertama tabel ini sudah berisi data, jadi kolomnya tidak bernama. Tambahkan satu baris judul kolom di atasnya.",
    en: () =>
      "The first row of this table is data already, so its columns have no names. Add one row of column names above it.",
  },
  "table/no-numbers": {
    id: () => "Tidak ada angka di tabel ini. Periksa apakah memang hanya berisi teks.",
    en: () => "There are no figures in this table. Check that it is meant to hold text only.",
  },
  "table/total-mismatch": {
    id: ({ label, column, value, sum, parts }) =>
      `Baris “${label}” pada kolom “${column}” berisi ${value}, padahal jumlah ${parts} baris rinciannya ${sum}. Periksa rincian atau jumlahnya; baris jumlah tidak disimpan.`,
    en: ({ label, column, value, sum, parts }) =>
      `The row “${label}” says ${value} in the column “${column}”, but its ${parts} parts add up to ${sum}. Check the parts or the total; the total itself is not stored.`,
  },
  "table/total-out-of-range": {
    id: ({ label, column, value, low, high }) =>
      `Baris “${label}” pada kolom “${column}” berisi ${value}, di luar rentang rinciannya (${low} sampai ${high}). Periksa apakah pemisah ribuannya hilang.`,
    en: ({ label, column, value, low, high }) =>
      `The row “${label}” says ${value} in the column “${column}”, outside the range of its parts (${low} to ${high}). Check whether a thousands separator was lost.`,
  },
  "table/title-names-other-region": {
    id: ({ title, file }) =>
      `Nama berkas menyebut ${file}, tetapi judul tabelnya menyebut ${title}. Pastikan ini berkas yang benar sebelum diterbitkan.`,
    en: ({ title, file }) =>
      `The file's name says ${file}, but the table's title says ${title}. Make sure that this is the right file before it is published.`,
  },
  "table/group-headings": {
    id: ({ names }) =>
      `Baris yang hanya berisi judul kelompok tidak disimpan sebagai data; isinya menjadi kolom ${names} pada baris di bawahnya.`,
    en: ({ names }) =>
      `Rows that only name a group are not stored as data; what they say becomes the column ${names} of the rows under them.`,
  },
  "table/labels-continued": {
    id: ({ name }) =>
      `Kolom “${name}” hanya diisi pada baris pertama tiap kelompoknya. Sel kosong di bawahnya dibaca sama dengan isi di atasnya; periksa apakah memang begitu.`,
    en: ({ name }) =>
      `The column “${name}” is filled only on the first row of each group. The blank cells below are read as what stands above them; check that this is meant.`,
  },
  "table/sheets-are-periods": {
    id: ({ count, periods }) =>
      `${count} lembar berisi tabel yang sama untuk periode berbeda (${periods}). Unggahan membaca satu lembar; gabungkan dahulu dengan “npx jendela convert --join”, atau unggah tiap lembar dengan cara tambah (append).`,
    en: ({ count, periods }) =>
      `${count} sheets hold the same table for different periods (${periods}). An upload reads one sheet; join them first with “npx jendela convert --join”, or upload each sheet in append mode.`,
  },
  "table/sheets-differ": {
    id: () =>
      "Lembar-lembar berkas ini tidak dapat digabung: judul kolomnya tidak sama, atau nama lembar dan judul tabelnya tidak menyebut periode masing-masing. Pilih satu lembar.",
    en: () =>
      "The sheets of this file cannot be joined: their columns differ, or neither the sheets' names nor the tables' titles say a period each. Choose one sheet.",
  },
  "table/period-from-title": {
    id: ({ name, value }) =>
      `Berkas ini tidak berkolom “${name}”. Periode ${value} diambil dari nama lembar atau judul tabel untuk semua baris; periksa apakah benar.`,
    en: ({ name, value }) =>
      `The file has no column “${name}”. The period ${value} was taken from the sheet's name or the table's title for every row; check that it is right.`,
  },
  "table/number-unknown": {
    id: ({ number, count }) =>
      `Tidak ada tabel nomor ${number}; lembar ini berisi ${count} tabel. Pilih nomor 1 sampai ${count}.`,
    en: ({ number, count }) =>
      `There is no table number ${number}; this sheet holds ${count}. Choose a number from 1 to ${count}.`,
  },
  "table/several": {
    id: ({ count, sheet }) =>
      `Lembar “${sheet}” berisi ${count} tabel. Yang dibaca tabel terbesar; pilih yang lain dengan nomornya bila perlu.`,
    en: ({ count, sheet }) =>
      `The sheet “${sheet}” holds ${count} tables. The largest is read; choose another by its number if need be.`,
  },
  "table/ragged-rows": {
    id: ({ count, columns }) =>
      `${count} baris berisi lebih banyak sel daripada ${columns} kolom yang berjudul. Periksa tanda koma di dalam angka, lalu apit nilainya dengan tanda kutip.`,
    en: ({ count, columns }) =>
      `${count} rows hold more cells than the ${columns} columns that have a name. Check for commas inside numbers, and put such values in quotation marks.`,
  },
  "recipe/column-added": {
    id: ({ title }) =>
      `Kolom “${title}” tidak ada dalam resep dataset ini dan tidak ikut dibaca. Bila memang tidak dipakai, setujui (confirm); bila perlu, tambahkan ke skema dan resepnya.`,
    en: ({ title }) =>
      `The column “${title}” is not in this dataset's recipe and is not read. If it is not wanted, confirm that; if it is, add it to the schema and the recipe.`,
  },
  "recipe/column-missing": {
    id: ({ title }) =>
      `Kolom “${title}” yang diminta resep tidak ada di berkas. Kembalikan kolom itu, atau ubah resepnya.`,
    en: ({ title }) =>
      `The column “${title}” that the recipe asks for is not in the file. Put it back, or change the recipe.`,
  },
  "recipe/column-renamed": {
    id: ({ title, was }) =>
      `Kolom “${was}” rupanya kini berjudul “${title}”. Bila memang sama, setujui (confirm) nama barunya; bila tidak, kembalikan judul lamanya.`,
    en: ({ title, was }) =>
      `The column “${was}” now seems to be called “${title}”. If they are the same, confirm the new name; if not, give it back its old header.`,
  },
} satisfies Record<string, Bilingual<P>>;
