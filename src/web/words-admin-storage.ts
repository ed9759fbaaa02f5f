/** Words of the pages about room: disk, quotas, storage. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  disk: "Sisa ruang disk",
  diskOf: (free: string, size: string) => `${free} dari ${size}`,
  low: (free: string) => `Ruang disk hampir habis: tersisa ${free}. Beri ruang sebelum unggahan ditolak.`,
  none: (free: string) =>
    `Ruang disk habis: tersisa ${free}, dan unggahan ditolak. Data yang terbit tetap dapat dibaca.`,
  agencies: "Per instansi",
  agenciesLead: "Berkas asli dan tabel, dibandingkan dengan kuota.",
  agency: "Instansi",
  used: "Dipakai",
  quota: "Kuota",
  unlimited: "tanpa batas",
  quotaLead: (used: string) => `Instansi ini memakai ${used}.`,
  quotaMb: "Kuota dalam MB",
  quotaHelp: (fallback: string) => `0 berarti tanpa batas; kosong berarti kuota bawaan server (${fallback}).`,
  setQuota: "Simpan kuota",
};

type StorageWords = typeof id;

const en: StorageWords = {
  disk: "Left on the disk",
  diskOf: (free, size) => `${free} of ${size}`,
  low: (free) => `The disk is nearly full: ${free} left. Make room before uploads are refused.`,
  none: (free) => `The disk is full: ${free} left, and uploads are refused. Published data can still be read.`,
  agencies: "By agency",
  agenciesLead: "Original files and tables, held against the quota.",
  agency: "Agency",
  used: "Used",
  quota: "Quota",
  unlimited: "no limit",
  quotaLead: (used) => `This agency takes ${used}.`,
  quotaMb: "Quota in MB",
  quotaHelp: (fallback) => `0 means no limit; empty means the server's default (${fallback}).`,
  setQuota: "Save the quota",
};

export const storageWords: Readonly<Record<Lang, StorageWords>> = { id, en };
