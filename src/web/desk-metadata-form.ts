/** The metadata form's fields, and the package that a filled form makes. What is not on the form stays as it is declared. */
import { toPackageJson } from "../catalogue/package-json.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { DataPackage, Field } from "../kernel/package.ts";

/** Standar Data's five. */
const PARTS = ["concept", "definition", "classification", "measureType", "unit"] as const;
export type MetadataPart = (typeof PARTS)[number];

/** Only what is measured has a measure and a unit. */
export const partsOf = ({ role }: Pick<Field, "role">): readonly MetadataPart[] =>
  role === "measure" ? PARTS : PARTS.slice(0, 3);

export const metadataName = ({ name }: Pick<Field, "name">, part: MetadataPart): string => `${part}-${name}`;

/** The package as JSON, to be parsed like any other; `typed` is undefined for what was not on the form. */
export function packageWith(pkg: DataPackage, typed: (name: string) => string | undefined): unknown {
  const fields = pkg.schema.fields.map((field) => {
    const made: Record<string, unknown> = { ...field };
    for (const part of partsOf(field)) {
      const text = typed(metadataName(field, part));
      if (text === undefined) continue;
      made[part] = text === "" ? undefined : part === "unit" ? text : inIndonesian(field[part], text);
    }
    return made as unknown as Field; // with texts in place of texts
  });
  return toPackageJson({ ...pkg, schema: { ...pkg.schema, fields } });
}

/** A translation is kept as long as what it translates. */
function inIndonesian(before: LocalisedText | undefined, text: string): LocalisedText {
  return typeof before === "object" && before.id === text ? before : text;
}
