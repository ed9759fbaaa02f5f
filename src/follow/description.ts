/**
 * What a version is, as its Data Package says: number, hash, fields, key. It comes from another server and is believed only after it
 * has been held against the same rules that our own names keep: a slug becomes a folder or a table, a field a column.
 */
import { type DatasetSlug, type FieldName, findVersionNumber, isDatasetSlug, isFieldName } from "../kernel/ids.ts";
import { type Field, type FieldType, type StorageKind, storageOf } from "../kernel/package.ts";

export interface CopyField {
  readonly name: FieldName;
  readonly kind: StorageKind;
  readonly previousNames: readonly string[];
}

export interface Description {
  readonly slug: DatasetSlug;
  readonly version: number;
  /** Of the canonical CSV, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly fields: readonly CopyField[];
  /** Empty: rows have no key, and their order counts. */
  readonly key: readonly FieldName[];
  /** The Data Package as it came. */
  readonly text: string;
}

/** Something that came from the other server and cannot be used. */
export class BadAnswer extends Error {}

/** Reads a Data Package of `slug`. Throws BadAnswer. */
export function parseDescription(text: string, slug: DatasetSlug): Description {
  const pkg = asObject(parseJson(text));
  const resource = asObject(Array.isArray(pkg.resources) ? pkg.resources[0] : undefined);
  const schema = asObject(resource.schema);
  const version = typeof pkg.version === "string" ? findVersionNumber(pkg.version) : undefined;
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(String(resource.hash))?.[1];
  const { bytes } = resource;
  const fields = Array.isArray(schema.fields) ? schema.fields.map(readField) : [];
  const key = (Array.isArray(schema.primaryKey) ? schema.primaryKey : []).map((name) => asField(name));
  const names = new Set(fields.map(({ name }) => name));
  if (pkg.name !== slug || !isDatasetSlug(slug)) throw new BadAnswer(`the Data Package is not that of ${slug}`);
  if (version === undefined || sha256 === undefined) throw new BadAnswer(`${slug}: no version or no hash`);
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes)) throw new BadAnswer(`${slug}: no size`);
  if (fields.length === 0 || names.size !== fields.length || !key.every((name) => names.has(name)))
    throw new BadAnswer(`${slug}: fields and key do not fit`);
  return { slug, version, sha256, bytes, fields, key, text };
}

function readField(value: unknown): CopyField {
  const { name, type, role, previousNames } = asObject(value);
  // A type that we do not know is kept as text, as storageOf does with every type that is not named in it.
  const field = { type: String(type) as FieldType, role: role as Field["role"] };
  return {
    name: asField(name),
    kind: storageOf(field),
    previousNames: Array.isArray(previousNames) ? previousNames.map(String) : [],
  };
}

function asField(value: unknown): FieldName {
  if (typeof value === "string" && isFieldName(value)) return value;
  throw new BadAnswer("a field without a name that is one");
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>; // checked just now
  throw new BadAnswer("not a Data Package");
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadAnswer("not JSON");
  }
}

/** For each field of `to` the place of the field of `from` that holds it: the same name or a former one, and the same kind. */
export const matchFields = (from: Description, to: Description): readonly (number | undefined)[] =>
  to.fields.map(({ name, kind, previousNames }) =>
    [name, ...previousNames]
      .map((one) => from.fields.findIndex((field) => field.name === one))
      .filter((place) => place >= 0 && from.fields[place]?.kind === kind)
      .at(0),
  );

/** The same columns under the same names with the same key? */
export const sameShape = (one: Description, other: Description): boolean =>
  JSON.stringify([one.fields.map(({ name, kind }) => [name, kind]), one.key]) ===
  JSON.stringify([other.fields.map(({ name, kind }) => [name, kind]), other.key]);

/**
 * Can the rows of `from` be led to `to` by their difference? Only forwards, and only where both have the same key in the same order:
 * without a key the difference does not say where a new row stands.
 */
export function canStep(from: Description, to: Description): boolean {
  if (from.version >= to.version || to.key.length === 0 || from.key.length !== to.key.length) return false;
  const places = matchFields(from, to);
  return to.key.every((name, index) => {
    const place = places[to.fields.findIndex((field) => field.name === name)];
    return place !== undefined && from.fields[place]?.name === from.key[index];
  });
}
