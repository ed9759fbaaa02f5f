/** The words of the frame that pages behind the log-in share. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  menu: "Menu kerja",
  desk: "Meja kerja",
  review: "Tinjau",
  messages: "Pesan",
  unread: (count: number) => `${count} belum dibaca`,
  admin: "Admin",
  account: "Akun",
};

export type StaffWords = typeof id;

const en: StaffWords = {
  menu: "Work menu",
  desk: "Desk",
  review: "Review",
  messages: "Messages",
  unread: (count) => `${count} unread`,
  admin: "Admin",
  account: "Account",
};

export const staffWords: { readonly [L in Lang]: StaffWords } = { id, en };
