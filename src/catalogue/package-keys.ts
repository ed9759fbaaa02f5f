/** Primary key, foreign keys and unique keys: each must name fields that are there and references that exist. */

import type { FieldName } from "../kernel/ids.ts";
import type { Field, ForeignKey } from "../kernel/package.ts";
import type { Path, Problems } from "./package-problem.ts";
import { readPart } from "./package-read.ts";
import { foreignKeyShape } from "./package-shape.ts";

/** Field names of a dataset that may be referred to, or undefined when there is none such. */
export type FindReference = (slug: string) => readonly string[] | undefined;

/** Names a list that must name known fields, each once. Unknown ones are told and left out. */
export function readFieldNames(
  names: readonly string[],
  fields: readonly Field[],
  path: Path,
  problems: Problems,
): readonly FieldName[] {
  const seen = new Set<string>();
  return names.flatMap((value, index) => {
    const at = [...path, index];
    const field = fields.find(({ name }) => name === value);
    if (field === undefined) problems.add(at, "package.unknown-field", { value });
    else if (seen.has(value)) problems.add(at, "package.repeated-field", { value });
    seen.add(value);
    return field === undefined ? [] : [field.name];
  });
}

/** `self` is the dataset's own slug: rows are not checked against rows of the same file. */
export function readForeignKeys(
  list: readonly unknown[],
  fields: readonly Field[],
  self: string | undefined,
  find: FindReference,
  path: Path,
  problems: Problems,
): readonly ForeignKey[] {
  return list.flatMap((json, index) => {
    const at = [...path, index];
    const read = readPart(foreignKeyShape, json, at, problems);
    if (read === undefined) return [];
    const names = readFieldNames(read.fields, fields, [...at, "fields"], problems);
    const { resource } = read.reference;
    if (resource === "" || resource === self) {
      problems.add([...at, "reference"], "package.self-reference");
      return [];
    }
    const reference = {
      resource,
      fields: readReferenceFields(resource, read.reference.fields, find, [...at, "reference"], problems),
    };
    if (read.fields.length !== read.reference.fields.length || read.fields.length === 0) {
      problems.add(at, "package.reference-length", {
        fields: read.fields.length,
        reference: read.reference.fields.length,
      });
    }
    return [{ fields: names, reference }];
  });
}

/** Reference data by the names that people give their codes. */
const referenceFields = new Map<string, (name: string) => string | undefined>([
  ["wilayah", (name) => (/bps/i.test(name) ? "bps_code" : /kode|code|^id$/i.test(name) ? "code" : undefined)],
  ["instansi", (name) => (/slug|kode|code|^id$|^name$/i.test(name) ? "slug" : undefined)],
]);

function readReferenceFields(
  resource: string,
  names: readonly string[],
  find: FindReference,
  path: Path,
  problems: Problems,
): readonly string[] {
  const asReference = referenceFields.get(resource);
  const known = asReference === undefined ? find(resource) : undefined;
  if (asReference === undefined && known === undefined) {
    problems.add([...path, "resource"], "package.unknown-reference", { value: resource });
    return names;
  }
  return names.map((name, index) => {
    const found = asReference === undefined ? known?.find((one) => one === name) : asReference(name);
    if (found === undefined)
      problems.add([...path, "fields", index], "package.unknown-reference-field", { value: name, resource });
    return found ?? name;
  });
}
