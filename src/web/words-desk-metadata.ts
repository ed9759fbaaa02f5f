/** The words of the metadata form's frame, and of Standar Data's five in sentences an officer can answer. */
import type { Lang } from "../kernel/locale.ts";
import type { COLUMN, MEASURE } from "../kernel/statistical-variable.ts";
import type { FormWords } from "./words-statistics.ts";

type StandardWords = FormWords<typeof MEASURE> & FormWords<typeof COLUMN>;
/** The form's parts, as its addresses name them; the columns stand at the form's own. */
export type MetadataPart = "kolom" | "kegiatan" | "indikator";
type PartWords = { readonly [P in MetadataPart]: string };

const id = {
  title: "Metadata Satu Data",
  lead: "Isian ini tampil di halaman dataset dan ikut di setiap unduhan. Isi dengan kalimat biasa; tidak ada yang wajib, dan yang belum diketahui boleh menyusul.",
  when: "Berlaku untuk berkas berikutnya yang Anda kirim. Versi yang sudah terbit tidak berubah.",
  partsLabel: "Bagian metadata",
  names: {
    kolom: "Kolom",
    kegiatan: "Kegiatan (MS-Keg)",
    indikator: "Indikator (MS-Ind)",
  } satisfies PartWords as PartWords,
  about: {
    kolom: "Arti tiap kolom: lima isian Standar Data, lalu isian formulir variabel (MS-Var).",
    kegiatan:
      "Dari kegiatan apa angka ini berasal. Satu kegiatan cukup diisi sekali, lalu diperbarui tiap tahun. Blok yang tidak berlaku boleh dilewati.",
    indikator:
      "Cara membaca dan menghitung tiap angka yang diukur. Konsep, definisi, ukuran, dan satuannya ada di bagian Kolom.",
  } satisfies PartWords as PartWords,
  complete: "isian pokok lengkap",
  missed: (count: string) => `${count} dinanti pembaca`,
  missing: (count: string) => `${count} isian yang paling dinanti pembaca masih kosong`,
  noMeasures: "Dataset ini tidak mempunyai kolom angka yang diukur, jadi tidak ada indikator yang perlu diterangkan.",
  filled: (done: string, all: string) => `${done} dari ${all} terisi`,
  measure: "angka yang diukur",
  notYet: "belum diisi",
  yes: "Ya",
  no: "Tidak",
  save: "Simpan metadata",
  saved: "Metadata tersimpan. Berlaku mulai berkas berikutnya.",
  link: "Isi metadata Satu Data",
  workbook: "Unduh sebagai buku kerja (xlsx): MS-Keg, MS-Ind, MS-Var, Standar Data",
  workbookBack: "Isi lewat buku kerja",
  workbookBackHelp:
    "Unduh buku kerja di atas, isi kolom jawabannya di Excel, lalu kirim kembali di sini. Yang berubah ditunjukkan dahulu.",
  workbookFile: "Buku kerja yang sudah diisi (xlsx)",
  workbookSend: "Lihat yang berubah",
  fromWorkbook: {
    title: "Isian dari buku kerja",
    lead: (count: string) => `${count} isian berbeda dari yang tersimpan sekarang. Belum ada yang diganti.`,
    same: "Isi buku kerja sama dengan yang tersimpan. Tidak ada yang perlu diganti.",
    nothingToTake: "Perbaiki sel di atas di buku kerja, lalu kirim lagi.",
    noSheet:
      "Di buku kerja ini tidak ada lembar MS-Keg, MS-Ind, MS-Var, atau Standar Data. Unduh buku kerjanya, isi, lalu kirim kembali.",
    changes: "Yang akan diganti",
    answer: "Isian",
    before: "Sekarang",
    after: "Menjadi",
    cell: "Sel",
    empty: "(kosong)",
    take: "Ganti dengan isian ini",
    wrong: (count: string) => `${count} sel tidak dapat dipakai`,
    wrongLabel: "Sel yang tidak dapat dipakai",
    written: "Tertulis",
    problem: "Yang perlu diperbaiki",
    oneOf: (options: string) => `Tulis salah satu: ${options}.`,
    someOf: (options: string) => `Tulis satu atau beberapa, dipisahkan koma: ${options}.`,
    noDay: "Tulis tanggal seperti 1 Maret 2025.",
  },
  standard: {
    concept: {
      label: "Konsep",
      help: "Gagasan di balik data ini. Contoh: kemiskinan sebagai ketidakmampuan memenuhi kebutuhan dasar.",
      why: "Dua angka dengan nama sama bisa mengukur hal yang berbeda.",
    },
    definition: {
      label: "Definisi",
      help: "Siapa atau apa yang dihitung, dan mana yang tidak.",
      why: "Tanpa definisi, angka tidak dapat dibandingkan dengan angka lain.",
    },
    classification: {
      label: "Klasifikasi",
      help: "Penggolongan yang dipakai, misalnya KBLI 2020 atau kabupaten/kota menurut Kemendagri.",
    },
    measureType: {
      label: "Ukuran",
      help: "Bentuk angkanya: jumlah, persentase, rata-rata, rasio, atau indeks.",
      why: "Jumlah boleh dijumlahkan, persentase tidak.",
    },
    unit: {
      label: "Satuan",
      help: "Misalnya jiwa, persen, kilometer, atau juta rupiah.",
      why: "Angka tanpa satuan tidak ada artinya.",
    },
  } satisfies StandardWords as StandardWords,
};

type MetadataWords = typeof id;

const en: MetadataWords = {
  title: "Satu Data metadata",
  lead: "These texts are shown on the dataset's page and go with every download. Use ordinary sentences; nothing is obligatory, and what is not known yet can follow.",
  when: "They hold for the next file that you send. Versions already published do not change.",
  partsLabel: "Parts of the metadata",
  names: { kolom: "Columns", kegiatan: "Activity (MS-Keg)", indikator: "Indicators (MS-Ind)" },
  about: {
    kolom: "What each column means: the five of Standar Data, then the form of variables (MS-Var).",
    kegiatan:
      "The activity that the figures come from. Fill it in once, then renew it each year. Blocks that do not apply may be passed over.",
    indikator:
      "How each measured figure is read and worked out. Its concept, definition, measure and unit are in the part Columns.",
  },
  complete: "the main ones are filled in",
  missed: (count) => `${count} missed by readers`,
  missing: (count) => `${count} of what readers miss most still empty`,
  noMeasures: "This dataset has no measured figures, so there is no indicator to explain.",
  filled: (done, all) => `${done} of ${all} filled in`,
  measure: "measured figure",
  notYet: "not filled in",
  yes: "Yes",
  no: "No",
  save: "Save the metadata",
  saved: "The metadata are saved. They hold from the next file on.",
  link: "Fill in the Satu Data metadata",
  workbook: "Download as a workbook (xlsx): MS-Keg, MS-Ind, MS-Var, Standar Data",
  workbookBack: "Fill it in as a workbook",
  workbookBackHelp:
    "Download the workbook above, fill in its answers in Excel, and send it back here. What changes is shown first.",
  workbookFile: "The workbook, filled in (xlsx)",
  workbookSend: "See what changes",
  fromWorkbook: {
    title: "Answers from a workbook",
    lead: (count) => `${count} answers differ from what is kept now. Nothing is replaced yet.`,
    same: "The workbook says what is kept already. There is nothing to replace.",
    nothingToTake: "Mend the cells above in the workbook, then send it again.",
    noSheet:
      "This workbook has no sheet MS-Keg, MS-Ind, MS-Var or Standar Data. Download the workbook, fill it in, and send it back.",
    changes: "What will be replaced",
    answer: "Answer",
    before: "Now",
    after: "Then",
    cell: "Cell",
    empty: "(empty)",
    take: "Replace with these",
    wrong: (count) => `${count} cells cannot be used`,
    wrongLabel: "Cells that cannot be used",
    written: "Written",
    problem: "What to mend",
    oneOf: (options) => `Write one of: ${options}.`,
    someOf: (options) => `Write one or several, with commas between: ${options}.`,
    noDay: "Write a day like 1 Maret 2025.",
  },
  standard: {
    concept: {
      label: "Concept",
      help: "The idea behind the data. For example: poverty as not being able to meet basic needs.",
      why: "Two figures of the same name may measure different things.",
    },
    definition: {
      label: "Definition",
      help: "Who or what is counted, and who or what is not.",
      why: "Without it a figure cannot be compared with others.",
    },
    classification: {
      label: "Classification",
      help: "The grouping that is used, such as KBLI 2020 or regencies by Kemendagri.",
    },
    measureType: {
      label: "Measure",
      help: "The form of the figure: count, percentage, mean, ratio or index.",
      why: "Counts may be added up, percentages may not.",
    },
    unit: {
      label: "Unit",
      help: "Such as people, percent, kilometres or million rupiah.",
      why: "A figure without a unit means nothing.",
    },
  },
};

export const metadataWords: { readonly [L in Lang]: MetadataWords } = { id, en };
