/** What people are told, in a sentence: the subject of a letter and the heading of a message in the desk. */
import type { Bilingual } from "./locale.ts";

export const MESSAGE_KINDS = [
  "submitted",
  "returned",
  "scheduled",
  "unscheduled",
  "published",
  "withdrawn",
  "restored",
  "due",
  "late",
  "not-released",
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface MessageParams {
  /** Of the dataset. */
  readonly title: string;
  /** Of the version; empty where there is none. */
  readonly version: string;
  /** The day or time that it is about, as people write it in that language. */
  readonly when: string;
}

export const messageText: { readonly [K in MessageKind]: Bilingual<MessageParams> } = {
  submitted: {
    id: ({ title }) => `Menunggu tinjauan: ${title}`,
    en: ({ title }) => `Waiting for review: ${title}`,
  },
  returned: {
    id: ({ title }) => `Dikembalikan untuk diperbaiki: ${title}`,
    en: ({ title }) => `Returned to be mended: ${title}`,
  },
  scheduled: {
    id: ({ title, when }) => `Disetujui, terbit ${when}: ${title}`,
    en: ({ title, when }) => `Approved, to be published ${when}: ${title}`,
  },
  unscheduled: {
    id: ({ title }) => `Jadwal terbit dibatalkan, ditinjau lagi: ${title}`,
    en: ({ title }) => `No longer scheduled, under review again: ${title}`,
  },
  published: {
    id: ({ title, version }) => `Terbit sebagai versi ${version}: ${title}`,
    en: ({ title, version }) => `Published as version ${version}: ${title}`,
  },
  withdrawn: {
    id: ({ title, version }) => `Versi ${version} ditarik: ${title}`,
    en: ({ title, version }) => `Version ${version} was withdrawn: ${title}`,
  },
  restored: {
    id: ({ title, version }) => `Versi lama terbit lagi sebagai versi ${version}: ${title}`,
    en: ({ title, version }) => `An earlier version was published again as version ${version}: ${title}`,
  },
  due: {
    id: ({ title, when }) => `Data baru dijanjikan paling lambat ${when}: ${title}`,
    en: ({ title, when }) => `New data is promised by ${when}: ${title}`,
  },
  late: {
    id: ({ title, when }) => `Terlambat sejak ${when}: ${title}`,
    en: ({ title, when }) => `Late since ${when}: ${title}`,
  },
  "not-released": {
    id: ({ title }) => `Terjadwal tetapi tidak dapat terbit: ${title}`,
    en: ({ title }) => `Scheduled but could not be published: ${title}`,
  },
};

/** What to do now. */
export const messageAdvice: { readonly [K in MessageKind]: Bilingual<MessageParams> } = {
  submitted: {
    id: () => "Sebuah unggahan sudah lolos pemeriksaan dan menunggu keputusan walidata.",
    en: () => "An upload has passed the checks and waits for a reviewer’s decision.",
  },
  returned: {
    id: () => "Walidata mengembalikan unggahan ini. Baca catatannya, perbaiki berkasnya, lalu unggah lagi.",
    en: () => "A reviewer returned this upload. Read the remarks, mend the file and upload it again.",
  },
  scheduled: {
    id: ({ when }) => `Tidak ada yang perlu Anda lakukan. Sampai ${when} tidak ada yang terlihat oleh publik.`,
    en: ({ when }) => `There is nothing for you to do. Until ${when} the public sees nothing of it.`,
  },
  unscheduled: {
    id: () => "Walidata membatalkan jadwal terbit. Unggahan ini menunggu keputusan lagi.",
    en: () => "A reviewer took back the time of publication. The upload waits for a decision again.",
  },
  published: {
    id: () => "Data ini sekarang terbuka menurut tingkat aksesnya. Terima kasih.",
    en: () => "The data is now open, as its access level says. Thank you.",
  },
  withdrawn: {
    id: () => "Data versi ini tidak dijawab lagi. Alasannya tercantum pada riwayat versi.",
    en: () => "The data of this version is answered no more. The reason is in the list of versions.",
  },
  restored: {
    id: () => "Isi sebuah versi lama kini menjadi versi terbaru. Alasannya tercantum pada riwayat versi.",
    en: () => "What an earlier version held is now the newest version. The reason is in the list of versions.",
  },
  due: {
    id: () => "Siapkan berkas periode berikutnya, lalu unggah.",
    en: () => "Prepare the file of the next period, then upload it.",
  },
  late: {
    id: () => "Unggah data terbaru, atau ubah frekuensi yang dijanjikan pada metadata dataset.",
    en: () => "Upload the newest data, or change the promised frequency in the dataset’s metadata.",
  },
  "not-released": {
    id: () => "Unggahan dikembalikan karena pada waktunya tidak dapat diterbitkan. Lihat sebabnya pada unggahan itu.",
    en: () =>
      "The upload was returned because it could not be published at its time. The cause is told with the upload.",
  },
};
