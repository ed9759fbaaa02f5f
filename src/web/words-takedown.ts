/** The words of the page where published personal data is erased. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  title: "Hapus data pribadi",
  about: "Yang terlanjur terbit dihapus selamanya.",
  lead: "Data pribadi yang terlanjur terbit dihapus selamanya. Kalau datanya hanya keliru, tarik versinya: itu dapat dibatalkan, penghapusan tidak.",
  slug: "Slug dataset",
  slugHelp: "Bagian akhir alamat halamannya, misalnya daftar-penerima-bantuan.",
  look: "Lihat datasetnya",
  what: "Apa yang dihapus",
  column: "Satu kolom, di semua versi",
  columnHelp: "Nilai kolom ini dikosongkan di setiap versi, dengan semua nama yang pernah dipakainya.",
  field: "Kolom",
  versions: "Beberapa versi",
  versionsHelp: "Baris yang hanya ada di versi ini dihapus. Baris yang juga ada di versi lain tetap tinggal.",
  version: (number: number, day: string, rows: string) => `Versi ${number} · ${day} · ${rows} baris`,
  withdrawn: "sudah ditarik",
  all: "Seluruh dataset",
  allHelp: "Setiap baris dari setiap versi.",
  noVersions: "Dataset ini belum pernah terbit; yang dapat dihapus hanya unggahannya.",
  reason: "Alasan",
  reasonHelp: "Dibaca publik di halaman dataset. Jangan mengutip datanya.",
  goes: "Ikut terhapus: unggahan yang tidak menjadi versi yang tinggal, laporannya, berkas unduhan, dan yang dapat dicari darinya. Versi yang tersentuh menjawab 410 dengan alasan di atas.",
  confirm: (slug: string) => `Ketik ${slug} untuk menyetujui`,
  notConfirmed: (slug: string) => `Belum ada yang dihapus. Ketik ${slug} persis di kolom persetujuan.`,
  chooseOne: "Belum ada yang dihapus. Pilih apa yang dihapus, dan tulis alasannya.",
  erase: "Hapus selamanya",
  done: (versions: string, rows: string, uploads: string, files: string) =>
    `Sudah dihapus: versi ${versions}; ${rows} baris; ${uploads} unggahan; ${files} berkas.`,
  doneNone: (uploads: string, files: string) => `Sudah dihapus: ${uploads} unggahan; ${files} berkas.`,
};

export type TakedownWords = typeof id;

const en: TakedownWords = {
  title: "Erase personal data",
  about: "What was published by mistake is erased for good.",
  lead: "Personal data that was published by mistake is erased for good. Where the data is only wrong, withdraw its version: that can be undone, this cannot.",
  slug: "The dataset's slug",
  slugHelp: "The last part of its page's address, such as daftar-penerima-bantuan.",
  look: "Look at the dataset",
  what: "What is erased",
  column: "One column, in every version",
  columnHelp: "The values of this column are emptied in every version, under every name that it had.",
  field: "Column",
  versions: "Some versions",
  versionsHelp: "Rows that only these versions hold are erased. A row that another version also holds stays.",
  version: (number, day, rows) => `Version ${number} · ${day} · ${rows} rows`,
  withdrawn: "already withdrawn",
  all: "The whole dataset",
  allHelp: "Every row of every version.",
  noVersions: "This dataset was never published; only its uploads can be erased.",
  reason: "Reason",
  reasonHelp: "The public reads it on the dataset's page. Do not quote the data.",
  goes: "Erased with it: uploads that did not become a version that stays, their reports, files to download, and what is found by them. Versions that are touched answer 410 with the reason above.",
  confirm: (slug) => `Type ${slug} to confirm`,
  notConfirmed: (slug) => `Nothing was erased. Type ${slug}, exactly, where it is to be confirmed.`,
  chooseOne: "Nothing was erased. Choose what to erase, and write the reason.",
  erase: "Erase for good",
  done: (versions, rows, uploads, files) =>
    `Erased: version ${versions}; ${rows} rows; ${uploads} uploads; ${files} files.`,
  doneNone: (uploads, files) => `Erased: ${uploads} uploads; ${files} files.`,
};

export const takedownWords: { readonly [L in Lang]: TakedownWords } = { id, en };
