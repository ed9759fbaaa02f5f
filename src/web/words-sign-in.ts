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
  sso: "Masuk lewat layanan masuk tunggal (SSO)",
  codeTitle: "Langkah kedua",
  codeLead: "Buka aplikasi autentikator di ponsel Anda dan ketik enam angka yang sedang tampil.",
  code: "Kode",
  codeSubmit: "Lanjut",
  codeElse: "Ponsel tidak ada? Ketik salah satu kode pemulihan Anda, atau minta administrator mengatur ulang akun.",
  startAgain: "Mulai dari awal",
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
  sso: "Sign in with single sign-on (SSO)",
  codeTitle: "Second step",
  codeLead: "Open the authenticator app on your phone and type the six digits that it shows.",
  code: "Code",
  codeSubmit: "Continue",
  codeElse: "No phone at hand? Type one of your recovery codes, or ask an administrator to reset the account.",
  startAgain: "Begin again",
};

export const signInWords: Readonly<Record<Lang, SignInWords>> = { id, en };
