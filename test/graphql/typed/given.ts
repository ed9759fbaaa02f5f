/** A dataset with every kind of field, and how to ask its typed endpoint. */
import type { Express } from "express";
import request from "supertest";
import { tableOf } from "../../setup/outlets.ts";

const FIELDS = [
  {
    name: "kode",
    type: "string",
    role: "region",
    title: { id: "Kode wilayah", en: "Region code" },
  },
  { name: "tahun", type: "year", role: "period" },
  {
    name: "nilai",
    type: "number",
    role: "measure",
    unit: "persen",
    title: { id: "Persentase", en: "Percentage" },
    description: { id: "Bagian penduduk.", en: "Share of people." },
  },
  { name: "jumlah", type: "integer", constraints: { required: true } },
  { name: "urutan", type: "integer", constraints: { minimum: 1, maximum: 100 } },
  { name: "jenis", type: "string", constraints: { enum: ["L", "P"] } },
  { name: "kanal", type: "string", constraints: { enum: ["tunai", "non-tunai"] } },
  { name: "aktif", type: "boolean" },
  { name: "tanggal", type: "date" },
  { name: "bulan", type: "yearmonth" },
] as const;

export const TABLE = tableOf(FIELDS, ["kode", "tahun"]);

export const ROWS = [
  ["73.06", "2023", "7.10", "9007199254740993", "1", "L", "tunai", "true", "2023-05-17", "2023-05", {}],
  ["73.06", "2024", "6.50", "20", null, "P", "non-tunai", "false", null, null, { nilai: "provisional" }],
  ["73.71", "2023", null, "30", "3", null, null, null, null, null, { nilai: "not-available" }],
  ["73.71", "2024", "12345678901234567890.50", "40", "4", "L", null, "true", "2024-01-01", "2024-01", {}],
] as const;

/** Posts a query to a path below /graphql. */
export const asker =
  (app: () => Express, path: string) =>
  (query: string, variables: Record<string, unknown> = {}) =>
    request(app()).post(`/graphql/${path}`).send({ query, variables });
