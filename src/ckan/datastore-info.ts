/** What a dataset's table is made of, in the words of CKAN's datastore; and the list of all tables that R asks for. */
import { tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { FieldName } from "../kernel/ids.ts";
import { inLanguage } from "../kernel/locale.ts";
import { type Field, storageOf } from "../kernel/package.ts";
import { type Asked, chooseVersion, getResource, type Published } from "./asked.ts";
import { ActionError } from "./error.ts";
import { resourceId } from "./ids.ts";
import { demandText } from "./values.ts";

/** A dataset whose rows are asked for; only its csv is a table. Throws "Not Found Error". */
export async function openTable(
  asked: Asked,
  id: string,
): Promise<{ readonly dataset: Published; readonly version: Version; readonly resource: string }> {
  const { dataset, key } = await getResource(asked, id);
  if (key.ending !== "csv") throw ActionError.notFound(`Resource "${id.slice(0, 80)}" was not found.`);
  return { dataset, version: await chooseVersion(asked, dataset), resource: resourceId(dataset.slug) };
}

type CkanType = "int" | "numeric" | "text" | "bool" | "date" | "timestamp";

/** Dates are ISO; a time may have a zone and a period is a text. */
function ckanType(field: Pick<Field, "type" | "role">): CkanType {
  const kind = storageOf(field);
  if (kind === "bigint") return "int";
  if (kind === "numeric") return "numeric";
  if (kind === "boolean") return "bool";
  if (field.role !== undefined && field.role !== "dimension") return "text";
  return field.type === "date" ? "date" : "text";
}

/** As datastore_search lists a field. */
export function fieldDict(field: Field): Record<string, unknown> {
  const type = ckanType(field);
  return field.name === "_id" ? { id: "_id", type: "int" } : { id: field.name, type, info: infoOf(field) };
}

function infoOf(field: Field): Record<string, unknown> {
  const { title, description, unit, role } = field;
  return {
    label: title === undefined ? field.name : inLanguage(title, "id"),
    notes: description === undefined ? "" : inLanguage(description, "id"),
    type_override: "",
    ...(unit === undefined ? {} : { unit }),
    ...(role === undefined ? {} : { role }),
  };
}

export async function datastoreInfo(asked: Asked): Promise<unknown> {
  const { version, resource, dataset } = await openTable(asked, demandText(asked.args, "resource_id", "id"));
  const { primaryKey } = version.package.schema;
  const isKey = (name: FieldName): boolean => primaryKey.includes(name);
  return {
    meta: {
      id: resource,
      count: version.rows,
      table_type: "BASE TABLE",
      size: null,
      db_size: null,
      idx_size: null,
      aliases: [dataset.slug],
      version: String(version.number),
    },
    fields: tableOfVersion(version).columns.map(({ field }) => ({
      id: field.name,
      type: ckanType(field),
      schema: {
        native_type: ckanType(field),
        notnull: isKey(field.name) || field.constraints?.required === true,
        index_name: null,
        is_index: isKey(field.name),
        uniquekey: primaryKey.length === 1 && isKey(field.name),
      },
      info: infoOf(field),
    })),
  };
}
