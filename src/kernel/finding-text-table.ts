/** Sentences of findings about rows, columns, the table as a whole, its cross-row rules and personal data. Parts of `finding-text.ts`. */
import type { Bilingual } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

/** Of a nearest column, where there is one. */
const renamed = (suggestion: string | number | undefined): { readonly id: string; readonly en: string } =>
  suggestion === undefined || suggestion === ""
    ? { id: "", en: "" }
    : { id: ` Mungkin maksudnya “${suggestion}”.`, en: ` Perhaps “${suggestion}” is meant.` };

/** Columns that are not used, where there are any. */
const leftOut = (left: string | number | undefined): { readonly id: string; readonly en: string } =>
  left === undefined || left === "–"
    ? { id: "", en: "" }
    : { id: ` Tidak dipakai: ${left}.`, en: ` Left out: ${left}.` };

/** What convinced the check, in words. */
const evidenceWords: Readonly<Record<string, { readonly id: string; readonly en: string }>> = {
  names: { id: "nama wilayah di baris yang sama", en: "the region names in the same rows" },
  header: { id: "judul kolomnya", en: "the column's header" },
  fingerprint: {
    id: "kode 7324 atau 7325, yang hanya ada di satu daftar",
    en: "a code 7324 or 7325, which only one list has",
  },
  form: { id: "cara kode ditulis", en: "the way the codes are written" },
};

/** Why a rule could not be applied. */
const refusalWords: Readonly<Record<string, { readonly id: string; readonly en: string }>> = {
  "unknown-kind": { id: "jenisnya tidak dikenal", en: "its kind is not known" },
  "unknown-field": { id: "kolomnya tidak ada:", en: "it names a field that is not there:" },
  missing: { id: "parameternya kurang:", en: "it lacks a parameter:" },
  "wrong-value": { id: "nilai parameternya salah:", en: "it has a parameter with a wrong value:" },
  "too-many": { id: "barisnya terlalu banyak untuk dibandingkan", en: "there are too many rows to compare" },
};

export const rowText = {
  "row/too-many-cells": {
    id: ({ cells, columns }) =>
      `Baris ini mempunyai ${cells} sel, padahal judul kolomnya ${columns}. Biasanya ada koma atau pemisah di dalam isi sel: apit isi itu dengan tanda kutip, atau hapus sel yang lebih.`,
    en: ({ cells, columns }) =>
      `This row has ${cells} cells, but the header has ${columns}. Usually a cell holds a comma or delimiter: put that cell in quotation marks, or remove the surplus cells.`,
  },
  "row/too-few-cells": {
    id: ({ cells, columns }) =>
      `Baris ini hanya mempunyai ${cells} sel, padahal judul kolomnya ${columns}. Lengkapi sel yang kurang, atau hapus barisnya.`,
    en: ({ cells, columns }) =>
      `This row has only ${cells} cells, but the header has ${columns}. Add the missing cells, or remove the row.`,
  },
  "row/duplicate-key": {
    id: ({ key, first }) =>
      `Baris ini mempunyai kunci yang sama (${key}) dengan baris ${first}. Hapus salah satunya, atau perbaiki kuncinya.`,
    en: ({ key, first }) =>
      `This row has the same key (${key}) as row ${first}. Remove one of them, or correct the key.`,
  },
  "row/key-missing": {
    id: ({ name }) =>
      `Kolom kunci “${name}” kosong atau tidak terbaca di baris ini. Isi, karena kunci membedakan tiap baris.`,
    en: ({ name }) => `The key column “${name}” is empty in this row. Fill it in: the key tells rows apart.`,
  },
  "row/region-name-disagrees": {
    id: ({ value, name, region }) =>
      `Kode “${value}” adalah ${region}, tetapi nama di baris ini “${name}”. Perbaiki kode atau namanya.`,
    en: ({ value, name, region }) =>
      `The code “${value}” is ${region}, but the name in this row is “${name}”. Correct the code or the name.`,
  },
  "row/reference-unknown": {
    id: ({ key, resource }) =>
      `Gabungan (${key}) tidak ada dalam data rujukan “${resource}”. Perbaiki isinya, atau lengkapi data rujukannya lebih dahulu.`,
    en: ({ key, resource }) =>
      `The combination (${key}) is not in the reference data “${resource}”. Correct it, or complete the reference data first.`,
  },
  "row/total-not-stored": {
    id: ({ value }) =>
      `Baris ini${value === "" ? "" : ` (“${value}”)`} adalah baris jumlah atau baris provinsi, bukan data wilayah; tidak disimpan. Tidak perlu diubah.`,
    en: ({ value }) =>
      `This row${value === "" ? "" : ` (“${value}”)`} is a total or the province's row, not a region's data; it is not stored. Nothing need change.`,
  },
  "row/rule-sum": {
    id: ({ rule, total, sum }) =>
      `Aturan “${rule}”: jumlahnya ${total}, padahal bagian-bagiannya berjumlah ${sum}. Periksa angka di baris ini.`,
    en: ({ rule, total, sum }) =>
      `Rule “${rule}”: the total is ${total}, but its parts add up to ${sum}. Check the numbers of this row.`,
  },
  "row/rule-compare": {
    id: ({ rule, left, op, right }) =>
      `Aturan “${rule}”: ${left} seharusnya ${op} ${right}. Periksa kedua angka di baris ini.`,
    en: ({ rule, left, op, right }) =>
      `Rule “${rule}”: ${left} should be ${op} ${right}. Check both numbers of this row.`,
  },
  "row/rule-bounds": {
    id: ({ rule, value, bound }) => `Aturan “${rule}”: nilai ${value} melewati batas ${bound}. Periksa pada sumbernya.`,
    en: ({ rule, value, bound }) =>
      `Rule “${rule}”: the value ${value} is beyond the bound ${bound}. Check the source.`,
  },
  "row/rule-monotone": {
    id: ({ rule, value, before, period }) =>
      `Aturan “${rule}”: nilai ${value} berbalik arah terhadap ${before} pada ${period}. Periksa deretnya.`,
    en: ({ rule, value, before, period }) =>
      `Rule “${rule}”: the value ${value} turns back from ${before} at ${period}. Check the series.`,
  },
  "row/rule-change": {
    id: ({ rule, value, before, period, percent }) =>
      `Aturan “${rule}”: nilai ${value} berubah ${percent} persen dari ${before} pada ${period}. Bila benar, jelaskan dalam catatan; bila tidak, perbaiki.`,
    en: ({ rule, value, before, period, percent }) =>
      `Rule “${rule}”: the value ${value} changed by ${percent} per cent from ${before} at ${period}. If right, explain it in the note; if not, correct it.`,
  },
} satisfies Record<string, Bilingual<P>>;

export const columnText = {
  "column/two-readings": {
    id: ({ name, count, value, decimal, grouped }) =>
      `Kolom “${name}” dapat dibaca dua cara pada ${count} sel: “${value}” bisa berarti ${decimal} atau ${grouped}. Pilih salah satu (titik atau koma sebagai tanda desimal), atau tulis satu angka dengan kedua tandanya, misalnya 1.234,5.`,
    en: ({ name, count, value, decimal, grouped }) =>
      `The column “${name}” can be read two ways in ${count} cells: “${value}” may mean ${decimal} or ${grouped}. Choose one (dot or comma as decimal mark), or write one number with both marks, 1.234,5 for example.`,
  },
  "column/reading-chosen": {
    id: ({ name, count, value, chosen, other }) =>
      `Kolom “${name}”: ${count} sel seperti “${value}” dibaca sebagai ${chosen}, bukan ${other}, menurut tipe, satuan, batas atau kolom lain. Periksa apakah benar.`,
    en: ({ name, count, value, chosen, other }) =>
      `Column “${name}”: ${count} cells such as “${value}” were read as ${chosen}, not ${other}, going by type, unit, bounds or other columns. Check that this is right.`,
  },
  "column/mixed-marks": {
    id: ({ name, mark, count }) =>
      `Kolom “${name}” mencampur dua tanda desimal. Yang terbanyak adalah ${mark}; ${count} sel memakai yang lain dan ditandai satu per satu. Samakan.`,
    en: ({ name, mark, count }) =>
      `The column “${name}” mixes two decimal marks. Most cells use ${mark}; ${count} cells use the other and are marked one by one. Write them alike.`,
  },
  "column/date-order": {
    id: ({ name, count, value, chosen, other }) =>
      `Kolom “${name}”: ${count} tanggal seperti “${value}” dibaca hari lebih dahulu (${chosen}); bila bulan lebih dahulu artinya ${other}. Periksa, atau tulis 2024-05-17.`,
    en: ({ name, count, value, chosen, other }) =>
      `Column “${name}”: ${count} dates such as “${value}” were read day first (${chosen}); month first they would be ${other}. Check, or write 2024-05-17.`,
  },
  "column/mixed-date-orders": {
    id: ({ name, dmy, mdy }) =>
      `Kolom “${name}” mencampur tanggal hari-bulan (${dmy} sel) dan bulan-hari (${mdy} sel), sehingga tanggal lain tidak pasti. Tulis semuanya seperti 2024-05-17.`,
    en: ({ name, dmy, mdy }) =>
      `The column “${name}” mixes day-first (${dmy} cells) and month-first (${mdy} cells) dates, so that the others are uncertain. Write all like 2024-05-17.`,
  },
  "column/region-codes-undecided": {
    id: ({ name, count, codes, example }) =>
      `Kolom “${name}” memakai kode yang berbeda artinya di Kemendagri dan BPS (${codes}; ${count} sel), misalnya ${example}. Tambahkan kolom nama wilayah, pakai kode bertitik (73.08), atau pilih sistem kodenya.`,
    en: ({ name, count, codes, example }) =>
      `The column “${name}” uses codes that Kemendagri and BPS read differently (${codes}; ${count} cells), for example ${example}. Add a column of region names, use dotted codes (73.08), or choose the code system.`,
  },
  "column/region-system": {
    id: ({ name, system, reason }) =>
      `Kode wilayah di kolom “${name}” dibaca sebagai kode ${system} (dasar: ${evidenceWords[String(reason)]?.id ?? reason}). Bila keliru, pilih sistem kode yang benar.`,
    en: ({ name, system, reason }) =>
      `The region codes of column “${name}” were read as codes of ${system} (evidence: ${evidenceWords[String(reason)]?.en ?? reason}). If that is wrong, choose the right code system.`,
  },
  "column/small-cells": {
    id: ({ name, count, limit }) =>
      `Kolom “${name}” memuat ${count} angka di bawah ${limit} pada topik peka di tingkat kecamatan atau desa; orangnya dapat dikenali. Gabungkan wilayahnya, atau tulis NA untuk angka itu.`,
    en: ({ name, count, limit }) =>
      `The column “${name}” holds ${count} numbers below ${limit} on a sensitive topic at the level of districts or villages; the persons may be recognised. Join regions, or write NA for those numbers.`,
  },
} satisfies Record<string, Bilingual<P>>;

export const tableText = {
  "table/no-rows": {
    id: () => "Tabel ini hanya berisi judul kolom, tanpa satu baris data pun. Isi datanya lalu unggah lagi.",
    en: () => "This table has a header but not a single row of data. Fill in the data and upload it again.",
  },
  "table/no-known-column": {
    id: ({ found, expected }) =>
      `Tidak satu pun judul kolom cocok dengan dataset ini. Ditemukan: ${found}. Yang diharapkan: ${expected}. Periksa apakah berkas dan lembarnya benar.`,
    en: ({ found, expected }) =>
      `Not one column header fits this dataset. Found: ${found}. Expected: ${expected}. Check that this is the right file and sheet.`,
  },
  "table/column-missing": {
    id: ({ name, suggestion }) =>
      `Kolom “${name}” tidak ada dalam berkas.${renamed(suggestion).id} Tambahkan kolomnya, atau samakan judulnya.`,
    en: ({ name, suggestion }) =>
      `The column “${name}” is not in the file.${renamed(suggestion).en} Add the column, or give it this header.`,
  },
  "table/unknown-column": {
    id: ({ name, suggestion }) =>
      `Kolom “${name}” bukan bagian dari dataset ini dan tidak akan terbit.${renamed(suggestion).id} Hapus kolomnya, atau perbaiki judulnya.`,
    en: ({ name, suggestion }) =>
      `The column “${name}” is not part of this dataset and will not be published.${renamed(suggestion).en} Remove it, or correct its header.`,
  },
  "table/column-twice": {
    id: ({ name, first }) =>
      `Kolom “${name}” muncul dua kali (juga di kolom ${first}). Hapus atau ganti judul salah satunya.`,
    en: ({ name, first }) =>
      `The column “${name}” occurs twice (column ${first} too). Remove one of them, or change its header.`,
  },
  "table/recipe-proposed": {
    id: ({ count, columns, header, values, kept, left }) =>
      `Di berkas ini ${count} kolom berjajar (${columns}). Tiap kolom dibaca menjadi baris: judulnya mengisi ${header}, angkanya mengisi ${values}. Kolom lain: ${kept}.${leftOut(left).id} Bila benar, setujui sekali; berkas berikutnya yang bentuknya sama langsung dibaca begitu. Bila tidak, kirim resep yang benar lewat API, atau susun datanya memanjang di berkas.`,
    en: ({ count, columns, header, values, kept, left }) =>
      `In this file ${count} columns stand side by side (${columns}). Each is read as rows: its header fills ${header}, its figures fill ${values}. Other columns: ${kept}.${leftOut(left).en} If this is right, confirm it once; later files of the same layout are then read so. If not, send the right recipe by the API, or arrange the data as rows in the file.`,
  },
  "table/column-by-content": {
    id: ({ name, title }) =>
      `Kolom “${title}” dipakai sebagai “${name}” karena isinya cocok, walau judulnya lain. Samakan judulnya bila benar.`,
    en: ({ name, title }) =>
      `The column “${title}” was taken as “${name}” by its content, although its header differs. Give it that header if this is right.`,
  },
  "table/column-without-header": {
    id: ({ count }) =>
      `Ada sel berisi di luar kolom yang berjudul pada ${count} baris; tidak dibaca. Beri judul kolom itu, atau hapus isinya.`,
    en: ({ count }) =>
      `In ${count} rows there are filled cells beyond the columns with headers; they are not read. Give that column a header, or clear it.`,
  },
  "table/sheet-unknown": {
    id: ({ sheet, sheets }) => `Tidak ada lembar bernama “${sheet}”. Lembar yang ada: ${sheets}.`,
    en: ({ sheet, sheets }) => `There is no sheet named “${sheet}”. The sheets are: ${sheets}.`,
  },
  "table/regions-missing": {
    id: ({ name, count, total, regions }) =>
      `Kolom “${name}” tidak memuat ${count} dari ${total} wilayah: ${regions}. Lengkapi barisnya, atau jelaskan dalam catatan.`,
    en: ({ name, count, total, regions }) =>
      `The column “${name}” lacks ${count} of ${total} regions: ${regions}. Add their rows, or explain it in the note.`,
  },
  "table/region-before-its-time": {
    id: ({ region, begins, count }) =>
      `${region} baru ada sejak ${begins}, tetapi ${count} baris berisi angkanya untuk masa sebelumnya. Kosongkan, atau jelaskan dalam catatan bahwa angkanya dihitung mundur dan dari wilayah induk mana diambil.`,
    en: ({ region, begins, count }) =>
      `${region} exists since ${begins}, but ${count} rows hold figures for it before that. Clear them, or explain in the note that they were reckoned back, and from which region they were taken.`,
  },
  "table/gone-since-version": {
    id: ({ version, count, gone }) =>
      `Versi ${version} memuat ${count} pasangan wilayah dan periode yang tidak ada lagi di berkas ini: ${gone}. Lengkapi, karena berkas ini menggantikan seluruh isinya; bila memang dihapus, setujui dengan alasan.`,
    en: ({ version, count, gone }) =>
      `Version ${version} had ${count} pairs of region and period that this file no longer has: ${gone}. Add them, for this file takes the place of all; if they are meant to go, override this with the reason.`,
  },
  "table/not-compared": {
    id: ({ version, rows, limit }) =>
      `Versi ${version} mempunyai ${rows} baris; lebih dari ${limit} baris tidak dibandingkan satu per satu. Periksa angkanya terhadap versi itu dengan cara lain.`,
    en: ({ version, rows, limit }) =>
      `Version ${version} has ${rows} rows; more than ${limit} are not compared one by one. Check the figures against that version in another way.`,
  },
  "table/rule-version-change": {
    id: ({ rule, group, before, value, version, percent }) =>
      `Aturan “${rule}”: untuk ${group} nilainya ${value}, berubah ${percent} persen dari ${before} di versi ${version}. Bila benar, jelaskan dengan alasan; bila tidak, perbaiki.`,
    en: ({ rule, group, before, value, version, percent }) =>
      `Rule “${rule}”: for ${group} it is ${value}, changed by ${percent} per cent from ${before} in version ${version}. If right, override it with the reason; if not, correct it.`,
  },
  "table/rule-total": {
    id: ({ rule, group, total, sum }) =>
      `Aturan “${rule}”: untuk ${group} jumlahnya ${total}, padahal baris-barisnya berjumlah ${sum}. Periksa angkanya.`,
    en: ({ rule, group, total, sum }) =>
      `Rule “${rule}”: for ${group} the total is ${total}, but its rows add up to ${sum}. Check the numbers.`,
  },
  "table/rule-incomplete": {
    id: ({ rule, period, count, regions }) =>
      `Aturan “${rule}”: pada ${period} belum ada ${count} wilayah: ${regions}. Lengkapi barisnya, atau tulis “...” bila datanya tidak tersedia.`,
    en: ({ rule, period, count, regions }) =>
      `Rule “${rule}”: at ${period} ${count} regions are missing: ${regions}. Add their rows, or write “...” where the value is not available.`,
  },
  "table/rule-not-applied": {
    id: ({ rule, reason, parameter }) =>
      `Aturan “${rule}” tidak dijalankan: ${refusalWords[String(reason)]?.id ?? reason} ${parameter}. Perbaiki aturannya dalam paket data.`,
    en: ({ rule, reason, parameter }) =>
      `The rule “${rule}” was not applied: ${refusalWords[String(reason)]?.en ?? reason} ${parameter}. Correct the rule in the data package.`,
  },
} satisfies Record<string, Bilingual<P>>;

export const personalText = {
  "personal/nik": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} Nomor Induk Kependudukan (${examples}). Data pribadi tidak boleh terbit: hapus kolomnya dari berkas.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} national identity numbers (${examples}). Personal data must not be published: remove the column from the file.`,
  },
  "personal/kk": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} nomor Kartu Keluarga (${examples}). Data pribadi tidak boleh terbit: hapus kolomnya dari berkas.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} family card numbers (${examples}). Personal data must not be published: remove the column from the file.`,
  },
  "personal/npwp": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} nomor pokok wajib pajak (${examples}). Data pribadi tidak boleh terbit: hapus kolomnya dari berkas.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} taxpayer numbers (${examples}). Personal data must not be published: remove the column from the file.`,
  },
  "personal/nip": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} nomor induk pegawai (${examples}), yang mengandung tanggal lahir. Hapus kolomnya dari berkas.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} civil servants' numbers (${examples}), which contain birth dates. Remove the column from the file.`,
  },
  "personal/phone": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} nomor telepon genggam (${examples}). Hapus kolomnya; bila nomor layanan umum, minta peninjau melepasnya dengan alasan.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} mobile phone numbers (${examples}). Remove it; if they are public service numbers, ask the reviewer to release it with a reason.`,
  },
  "personal/email": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} alamat surel pribadi (${examples}). Hapus kolomnya; bila alamat kantor, minta peninjau melepasnya dengan alasan.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} personal e-mail addresses (${examples}). Remove it; if they are office addresses, ask the reviewer to release it with a reason.`,
  },
  "personal/bank-account": {
    id: ({ name, count, examples }) =>
      `Kolom “${name}” memuat ${count} nomor rekening bank (${examples}). Data pribadi tidak boleh terbit: hapus kolomnya dari berkas.`,
    en: ({ name, count, examples }) =>
      `The column “${name}” holds ${count} bank account numbers (${examples}). Personal data must not be published: remove the column from the file.`,
  },
  "personal/identity": {
    id: ({ columns, count }) =>
      `Kolom ${columns} bersama-sama mengenali orang per orang (${count} baris). Terbitkan jumlahnya per wilayah, bukan daftar namanya.`,
    en: ({ columns, count }) =>
      `The columns ${columns} together identify individual persons (${count} rows). Publish counts by region, not the list of names.`,
  },
} satisfies Record<string, Bilingual<P>>;
