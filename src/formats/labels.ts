/**
 * What the values of a dimension are called: regions and agencies by reference data, other codes by the column beside them that says
 * nothing else (`kode_program` by `nama_program`, `kode_rekening` by `uraian`), if each code has one name there.
 */
import { listAgencies } from "../catalogue/agencies.ts";
import { listRegions } from "../catalogue/reference.ts";
import { type Field, storageOf } from "../kernel/package.ts";
import { findNames } from "../store/categories.ts";
import type { Source } from "./source.ts";

export interface Label {
  readonly label: string;
  /** Of a region that Badan Pusat Statistik has a code for. */
  readonly bpsCode?: string | undefined;
  /** Of a region that lies in another one. */
  readonly parent?: string | undefined;
}

/** By value; a value without a name is not in it. */
export async function findLabels(source: Source, field: Field): Promise<ReadonlyMap<string, Label>> {
  const { store, version, table, query, lang } = source;
  const { fields, foreignKeys } = version.package.schema;
  const refersTo = (resource: string): boolean =>
    foreignKeys.some(
      ({ fields: [only, ...more], reference }) =>
        only === field.name && more.length === 0 && reference.resource === resource,
    );
  if (field.role === "region" || refersTo("wilayah")) {
    const regions = await store.read((tx) => listRegions(tx));
    return new Map(
      regions.map(({ code, shortName, bpsCode, parent }) => [code, { label: shortName, bpsCode, parent }]),
    );
  }
  if (refersTo("instansi")) {
    const agencies = await store.read(listAgencies);
    return new Map(
      agencies.map(({ slug, name, nameEn }) => [slug, { label: lang === "en" ? (nameEn ?? name) : name }]),
    );
  }
  const beside = findNameField(fields, field);
  if (beside === undefined) return new Map();
  const names = await store.read((tx) => findNames(tx, table, query, field.name, beside.name));
  return new Map([...names].map(([code, label]) => [code, { label }]));
}

/** The column with the names of a code's values. */
function findNameField(fields: readonly Field[], { name }: Field): Field | undefined {
  const [, of] = /^(?:kode|id)_(.+)$/.exec(name) ?? [];
  if (of === undefined) return undefined;
  const texts = fields.filter((field) => field.role === undefined && storageOf(field) === "text");
  const next = fields[fields.findIndex((field) => field.name === name) + 1];
  return (
    texts.find((field) => [`nama_${of}`, `uraian_${of}`, of].includes(field.name)) ??
    texts.find((field) => field === next && ["nama", "uraian"].includes(field.name))
  );
}
