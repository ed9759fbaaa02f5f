/**
 * Every code a finding can have, with its sentence in both languages. A sentence says what is wrong and what to do next, in words an
 * officer knows. `value` and `suggestion` are given to every sentence besides the parameters written in its type.
 */
import { cellText } from "./finding-text-cell.ts";
import { locatedText } from "./finding-text-located.ts";
import { columnText, personalText, rowText, tableText } from "./finding-text-table.ts";
import type { Bilingual } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

const catalogue = {
  ...cellText,
  ...rowText,
  ...columnText,
  ...tableText,
  ...locatedText,
  ...personalText,
  "file/binary": {
    id: () =>
      "Isi berkas ini bukan teks dan bukan buku kerja. Simpan tabelnya dari Excel sebagai .xlsx atau CSV UTF-8 lalu unggah lagi.",
    en: () =>
      "This file is neither text nor a workbook. Save the table from Excel as .xlsx or CSV UTF-8 and upload it again.",
  },
  "file/broken-workbook": {
    id: ({ part }) =>
      `Buku kerja ini rusak atau terpotong (${part}). Buka di Excel, simpan sebagai .xlsx baru, lalu unggah lagi.`,
    en: ({ part }) =>
      `This workbook is damaged or cut short (${part}). Open it in Excel, save it as a new .xlsx and upload it again.`,
  },
  "file/encrypted": {
    id: () =>
      "Berkas ini dilindungi kata sandi. Hapus kata sandinya di Excel (Berkas › Info › Proteksi) lalu unggah lagi.",
    en: () =>
      "This file is protected by a password. Remove the password in Excel (File › Info › Protect) and upload it again.",
  },
  "file/external-links": {
    id: ({ count }) =>
      `Buku kerja menunjuk ke ${count} buku kerja lain. Tautan itu tidak diikuti; yang dibaca hanya nilai yang tersimpan di sini.`,
    en: ({ count }) =>
      `The workbook refers to ${count} other workbooks. Those links are not followed; only the values stored here are read.`,
  },
  "file/hidden-cells": {
    id: ({ sheet, rows, columns }) =>
      `Lembar “${sheet}” berisi ${rows} baris dan ${columns} kolom tersembunyi. Semuanya ikut dibaca; hapus bila tidak untuk diterbitkan.`,
    en: ({ sheet, rows, columns }) =>
      `The sheet “${sheet}” has ${rows} hidden rows and ${columns} hidden columns. They are read too; delete them if they are not to be published.`,
  },
  "file/hidden-sheet": {
    id: ({ sheet }) => `Lembar “${sheet}” tersembunyi dan tidak dibaca. Hapus lembar itu bila isinya tidak untuk umum.`,
    en: ({ sheet }) =>
      `The sheet “${sheet}” is hidden and is not read. Delete it if its content is not for the public.`,
  },
  "file/html-unjoinable": {
    id: ({ tables }) =>
      `Berkas ini halaman web yang dinamai .xls: judul baris dan angkanya terpisah dalam ${tables} tabel yang tidak dapat disambung dengan pasti. Buka di Excel, pilih Simpan Sebagai .xlsx, periksa, lalu unggah lagi.`,
    en: ({ tables }) =>
      `This file is a web page named .xls: its row labels and its numbers lie apart in ${tables} tables that cannot be joined with certainty. Open it in Excel, choose Save As .xlsx, check it, and upload it again.`,
  },
  "file/line-too-long": {
    id: ({ limit }) =>
      `Baris ini lebih panjang daripada ${limit} karakter, jadi bukan baris tabel. Periksa cara berkas ini disimpan.`,
    en: ({ limit }) =>
      `This line is longer than ${limit} characters, so it is no row of a table. Check how the file was saved.`,
  },
  "file/lock-file": {
    id: () =>
      "Ini berkas kunci sementara milik Excel (~$…), bukan datanya. Tutup Excel, lalu unggah berkas tanpa awalan ~$.",
    en: () =>
      "This is Excel's temporary lock file (~$…), not the data. Close Excel and upload the file without ~$ before its name.",
  },
  "file/macros-ignored": {
    id: () => "Buku kerja ini berisi makro. Makro tidak dijalankan; yang dibaca hanya nilai yang tersimpan.",
    en: () => "This workbook contains macros. They are not run; only the stored values are read.",
  },
  "file/mixed-encoding": {
    id: ({ count, lines }) =>
      `${count} baris ditulis dalam Windows-1252 sedangkan baris lain UTF-8 (baris ${lines}). Keduanya dibaca; periksa huruf khusus di baris itu, lalu simpan ulang sebagai CSV UTF-8.`,
    en: ({ count, lines }) =>
      `${count} lines are written in Windows-1252 while the others are UTF-8 (lines ${lines}). Both are read; check the special characters on those lines, then save again as CSV UTF-8.`,
  },
  "file/mixed-line-endings": {
    id: () =>
      "Akhir barisnya bercampur (Windows dan Unix). Ini tidak mengubah isi; simpan ulang dari satu program agar rapi.",
    en: () =>
      "Its line ends are mixed (Windows and Unix). This changes no content; save it again from one program to tidy it.",
  },
  "file/nul-bytes": {
    id: ({ count }) =>
      `Berkas berisi ${count} bita NUL, yang pertama di baris ini: berkas rusak atau salah simpan. Simpan ulang sebagai CSV UTF-8.`,
    en: ({ count }) =>
      `The file holds ${count} NUL bytes, the first on this line: it is damaged or was saved wrongly. Save it again as CSV UTF-8.`,
  },
  "file/other-format": {
    id: ({ format }) =>
      `Berkas ini berjenis ${format}, bukan tabel yang dapat dibaca. Simpan tabelnya sebagai .xlsx atau CSV UTF-8 lalu unggah lagi.`,
    en: ({ format }) =>
      `This file is of the kind ${format}, not a table that can be read. Save the table as .xlsx or CSV UTF-8 and upload it again.`,
  },
  "file/out-of-memory": {
    id: ({ limit }) =>
      `Pembacaan berkas ini memerlukan memori lebih dari ${limit} MB. Hapus lembar dan pemformatan yang tidak perlu, atau simpan tabelnya sebagai CSV.`,
    en: ({ limit }) =>
      `Reading this file takes more than ${limit} MB of memory. Delete sheets and formats that are not needed, or save the table as CSV.`,
  },
  "file/same-as-version": {
    id: ({ version }) =>
      `Isi berkas ini sama dengan versi ${version} yang sedang berlaku. Tidak ada yang perlu diterbitkan; periksa apakah berkas yang benar yang diunggah.`,
    en: ({ version }) =>
      `This file's content equals version ${version}, the current one. There is nothing to publish; check that this is the file you meant to send.`,
  },
  "file/stray-quote": {
    id: ({ count }) =>
      `${count} sel berisi tanda kutip yang tidak pada tempatnya, yang pertama di baris ini. Isinya dibaca apa adanya; periksa.`,
    en: ({ count }) =>
      `${count} cells hold a quotation mark out of place, the first on this line. They are read as they stand; check them.`,
  },
  "file/timed-out": {
    id: ({ seconds }) =>
      `Pembacaan berkas ini belum selesai setelah ${seconds} detik dan dihentikan. Bagi berkasnya, atau simpan tabelnya sebagai CSV.`,
    en: ({ seconds }) =>
      `Reading this file was not finished after ${seconds} seconds and was stopped. Split the file, or save the table as CSV.`,
  },
  "file/too-large": {
    id: ({ bytes, limit }) =>
      `Berkas ini ${bytes} bita, lebih besar daripada batas ${limit} bita. Bagi menjadi beberapa berkas, atau simpan sebagai CSV.`,
    en: ({ bytes, limit }) =>
      `This file has ${bytes} bytes, more than the limit of ${limit}. Split it into several files, or save it as CSV.`,
  },
  "file/too-many-cells": {
    id: ({ limit }) => `Berkas berisi lebih dari ${limit} sel. Bagi menjadi beberapa berkas.`,
    en: ({ limit }) => `The file holds more than ${limit} cells. Split it into several files.`,
  },
  "file/too-many-columns": {
    id: ({ columns, limit }) =>
      `Baris ini mempunyai ${columns} kolom; paling banyak ${limit}. Periksa pemisah kolomnya, atau ubah kolom menjadi baris.`,
    en: ({ columns, limit }) =>
      `This row has ${columns} columns; at most ${limit} are read. Check the delimiter, or turn columns into rows.`,
  },
  "file/too-many-rows": {
    id: ({ limit }) => `Berkas berisi lebih dari ${limit} baris. Bagi menjadi beberapa berkas.`,
    en: ({ limit }) => `The file holds more than ${limit} rows. Split it into several files.`,
  },
  "file/unclosed-quote": {
    id: () =>
      "Tanda kutip yang dibuka di baris ini tidak pernah ditutup, sehingga sisa berkas tidak dapat dibagi menjadi baris. Tutup atau hapus tanda kutip itu.",
    en: () =>
      "The quotation mark opened on this line is never closed, so the rest of the file cannot be split into rows. Close or remove that mark.",
  },
  "file/unpacks-too-large": {
    id: ({ part, limit }) =>
      `Isi buku kerja ini mengembang tidak wajar saat dibuka (${part}, batas ${limit} bita). Simpan tabelnya ke buku kerja baru atau CSV.`,
    en: ({ part, limit }) =>
      `This workbook swells beyond reason when unpacked (${part}, limit ${limit} bytes). Save the table into a new workbook or as CSV.`,
  },
  "file/wrong-extension": {
    id: ({ format, extension }) =>
      `Namanya berakhiran .${extension}, tetapi isinya ${format}. Berkas dibaca menurut isinya.`,
    en: ({ format, extension }) =>
      `Its name ends in .${extension}, but its content is ${format}. It is read by its content.`,
  },
  "file/xml-doctype": {
    id: ({ part }) =>
      `Buku kerja ini memuat deklarasi DTD (${part}) yang tidak dipakai program lembar kerja dan dapat berbahaya. Simpan ulang dari Excel.`,
    en: ({ part }) =>
      `This workbook holds a DTD declaration (${part}), which no spreadsheet program writes and which may be dangerous. Save it again from Excel.`,
  },
  "file/empty": {
    id: () => "Berkas kosong: tidak ada satu baris pun di dalamnya. Simpan ulang dari Excel lalu unggah lagi.",
    en: () => "The file is empty: there is not a single row in it. Save it again from Excel and upload it again.",
  },
} satisfies Record<string, Bilingual<P>>;

export type FindingCode = keyof typeof catalogue;

export const findingText: { readonly [C in FindingCode]: Bilingual<P> } = catalogue;
