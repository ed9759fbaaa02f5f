/**
 * What a cell said besides, or instead of, its number. Source: the symbols' legend of Badan Pusat Statistik. A missing value has a
 * status so that "-" never becomes zero; a provisional one keeps its number and its mark.
 */
import type { Text } from "./locale.ts";

export const VALUE_STATUSES = [
  "not-available",
  "nil-or-zero",
  "suppressed",
  "negligible",
  "provisional",
  "very-provisional",
  "very-very-provisional",
  "estimated",
  "revised",
  "rse-25-50",
  "rse-over-50",
] as const;

export type ValueStatus = (typeof VALUE_STATUSES)[number];

/** symbol: as printed in tables. sdmx: the code of SDMX's CL_OBS_STATUS. */
export const valueStatusText: {
  readonly [S in ValueStatus]: { readonly symbol: string; readonly sdmx: string; readonly label: Text };
} = {
  "not-available": { symbol: "...", sdmx: "M", label: { id: "data tidak tersedia", en: "not available" } },
  "nil-or-zero": { symbol: "-", sdmx: "O", label: { id: "tidak ada atau nol", en: "nil or zero" } },
  suppressed: { symbol: "NA", sdmx: "Q", label: { id: "data tidak dapat ditampilkan", en: "suppressed" } },
  negligible: { symbol: "~0", sdmx: "A", label: { id: "dapat diabaikan", en: "negligible" } },
  provisional: { symbol: "*", sdmx: "P", label: { id: "angka sementara", en: "provisional" } },
  "very-provisional": { symbol: "**", sdmx: "P", label: { id: "angka sangat sementara", en: "very provisional" } },
  "very-very-provisional": {
    symbol: "***",
    sdmx: "P",
    label: { id: "angka sangat sangat sementara", en: "very, very provisional" },
  },
  estimated: { symbol: "e", sdmx: "E", label: { id: "angka estimasi", en: "estimated" } },
  revised: { symbol: "r", sdmx: "R", label: { id: "angka diperbaiki", en: "revised" } },
  "rse-25-50": {
    symbol: "a",
    sdmx: "U",
    label: { id: "galat baku relatif 25–50 %", en: "relative standard error 25–50 %" },
  },
  "rse-over-50": {
    symbol: "b",
    sdmx: "U",
    label: { id: "galat baku relatif di atas 50 %", en: "relative standard error over 50 %" },
  },
};
