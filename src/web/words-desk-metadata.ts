/** The words of the metadata form: what Standar Data asks of each column, in sentences an officer can answer. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  title: "Metadata Satu Data",
  lead: "Isian ini tampil sebagai definisi di halaman dataset dan ikut di setiap unduhan. Isi dengan kalimat biasa; yang belum diketahui boleh dikosongkan dulu.",
  when: "Berlaku untuk berkas berikutnya yang Anda kirim. Versi yang sudah terbit tidak berubah.",
  filled: (done: string, all: string) => `${done} dari ${all} terisi`,
  measure: "angka yang diukur",
  save: "Simpan metadata",
  saved: "Metadata tersimpan. Berlaku mulai berkas berikutnya.",
  link: "Isi metadata Satu Data",
  workbook: "Unduh sebagai buku kerja (xlsx)",
  sheet: {
    name: "Nama",
    alias: "Alias",
    type: "Tipe data",
    indicator: "Indikator (MS-Ind)",
    public: "Dapat diakses umum",
    yes: "Ya",
    no: "Tidak",
    activity: "Judul kegiatan",
    background: "Latar belakang",
    agency: "Penyelenggara",
    frequency: "Frekuensi",
    source: "Sumber",
  },
  parts: {
    concept: [
      "Konsep",
      "Gagasan di balik data ini. Contoh: kemiskinan sebagai ketidakmampuan memenuhi kebutuhan dasar.",
    ],
    definition: ["Definisi", "Siapa atau apa yang dihitung, dan mana yang tidak."],
    classification: [
      "Klasifikasi",
      "Penggolongan yang dipakai, misalnya KBLI 2020 atau kabupaten/kota menurut Kemendagri.",
    ],
    measureType: ["Ukuran", "Bentuk angkanya: jumlah, persentase, rata-rata, rasio, atau indeks."],
    unit: ["Satuan", "Misalnya jiwa, persen, kilometer, atau juta rupiah."],
  } satisfies Record<string, readonly [string, string]>,
};

type MetadataWords = { readonly [K in keyof typeof id]: K extends "parts" ? Parts : (typeof id)[K] };
type Parts = { readonly [K in keyof (typeof id)["parts"]]: readonly [name: string, help: string] };

const en: MetadataWords = {
  title: "Satu Data metadata",
  lead: "These texts are shown as definitions on the dataset's page and go with every download. Use ordinary sentences; leave empty what is not known yet.",
  when: "They hold for the next file that you send. Versions already published do not change.",
  filled: (done, all) => `${done} of ${all} filled in`,
  measure: "measured figure",
  save: "Save the metadata",
  saved: "The metadata are saved. They hold from the next file on.",
  link: "Fill in the Satu Data metadata",
  workbook: "Download as a workbook (xlsx)",
  sheet: id.sheet, // the forms are Indonesian
  parts: {
    concept: ["Concept", "The idea behind the data. For example: poverty as not being able to meet basic needs."],
    definition: ["Definition", "Who or what is counted, and who or what is not."],
    classification: ["Classification", "The grouping that is used, such as KBLI 2020 or regencies by Kemendagri."],
    measureType: ["Measure", "The form of the figure: count, percentage, mean, ratio or index."],
    unit: ["Unit", "Such as people, percent, kilometres or million rupiah."],
  },
};

export const metadataWords: { readonly [L in Lang]: MetadataWords } = { id, en };
