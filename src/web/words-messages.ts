/** The words of the page of messages. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  title: "Pesan",
  lead: "Yang terjadi pada dataset Anda: diajukan, dikembalikan, terbit, dan yang jatuh tempo.",
  none: "Belum ada pesan. Pesan muncul di sini ketika unggahan dikembalikan, terbit, atau ketika data baru dijanjikan.",
  markAll: "Tandai semua sudah dibaca",
  fresh: "baru",
  older: "Pesan sebelumnya",
  noLetters: "Pesan tidak dikirim lewat surel",
  lettersTo: (address: string) => `Pesan juga dikirim ke ${address}`,
  changeAddress: "Ubah di akun Anda",
};

export type MessageWords = typeof id;

const en: MessageWords = {
  title: "Messages",
  lead: "What happened to your datasets: submitted, returned, published, and what is due.",
  none: "No messages yet. One appears here when an upload is returned or published, or when new data is promised.",
  markAll: "Mark all as read",
  fresh: "new",
  older: "Earlier messages",
  noLetters: "Messages are not sent by e-mail",
  lettersTo: (address) => `Messages are also sent to ${address}`,
  changeAddress: "Change it in your account",
};

export const messageWords: { readonly [L in Lang]: MessageWords } = { id, en };
