/**
 * The Data Package of a published version: a descriptor by which a standard client reads the canonical CSV. What describes the
 * officer's file (its dialect, formats, symbols for missing values) is left out, since the CSV no longer has it.
 */
import { toPackageJson } from "../catalogue/package-json.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import type { DataPackage, Field } from "../kernel/package.ts";
import { showTime } from "../kernel/wita.ts";

export interface PublishedCsv {
  readonly sha256: string;
  readonly bytes: number;
}

export function describeVersion(
  version: Version,
  csv: PublishedCsv,
  baseUrl: string,
  lang: Lang,
): Record<string, unknown> {
  const path = `${baseUrl}/download/${version.slug}/v${version.number}.csv`;
  return {
    ...toPackageJson(asPublished(version.package), {
      lang,
      resource: {
        type: "table",
        path,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: csv.bytes,
        hash: `sha256:${csv.sha256}`,
        dialect: { header: true, delimiter: ",", lineTerminator: "\n", quoteChar: '"', doubleQuote: true },
      },
    }),
    id: `${baseUrl}/dataset/${version.slug}`,
    version: String(version.number),
    created: showTime(version.publishedAt),
    homepage: `${baseUrl}/dataset/${version.slug}`,
  };
}

/** The package with its fields as the canonical CSV has them. */
function asPublished(pkg: DataPackage): DataPackage {
  return { ...pkg, schema: { ...pkg.schema, missingValues: [""], fields: pkg.schema.fields.map(asCanonical) } };
}

/** Formats that say what a text is, not how a date is written. */
const TEXT_FORMATS = ["email", "uri", "uuid"];

/** Dates are ISO, numbers have a decimal point, booleans are true and false; a region is the code it was resolved to. */
function asCanonical(field: Field): Field {
  const { format, decimalChar, groupChar, missingValues, trueValues, falseValues, ...rest } = field;
  const type = field.role === "region" ? "string" : field.type;
  return format !== undefined && TEXT_FORMATS.includes(format) ? { ...rest, type, format } : { ...rest, type };
}
