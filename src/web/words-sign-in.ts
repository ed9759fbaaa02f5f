/** The words of signing in. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  title: "Masuk",
  lead: "Untuk petugas data perangkat daerah dan walidata. Membaca dan mengunduh data tidak perlu masuk.",
  name: "Nama pengguna",
  password: "Kata sandi",
  submit: "Masuk",
  forgotten: "Lupa kata sandi? Minta yang baru kepada administrator di Dinas Kominfo SP.",
  signedIn: (name: string) => `Anda sudah masuk sebagai ${name}.`,
  toDesk: "Ke meja kerja",
  signOut: "Keluar",
};

export type SignInWords = typeof id;

const en: SignInWords = {
  title: "Sign in",
  lead: "For data officers of agencies and the data steward. Reading and downloading data needs no account.",
  name: "User name",
  password: "Password",
  submit: "Sign in",
  forgotten: "Forgotten your password? Ask an administrator at the Dinas Kominfo SP for a new one.",
  signedIn: (name: string) => `You are signed in as ${name}.`,
  toDesk: "To the desk",
  signOut: "Sign out",
};

export const signInWords: Readonly<Record<Lang, SignInWords>> = { id, en };
