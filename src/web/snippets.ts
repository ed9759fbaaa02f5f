/**
 * What a program needs to take a dataset, in the languages people use: each snippet is whole and true for this dataset and this server.
 * Codes that look like numbers are read as text, so that "73.10" does not become 73.1. No I/O.
 */
import type { Version } from "../catalogue/versions.ts";
import type { Field } from "../kernel/package.ts";
import { storageOf } from "../kernel/package.ts";

export interface Snippet {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** What to do with it, where it is not evident. */
  readonly hint?: "excel" | "qgis" | undefined;
}

const isCode = (field: Field): boolean => storageOf(field) === "text";

/** What stands as comments in them, in the reader's language. */
export interface SnippetWords {
  readonly newest: string;
  readonly some: (field: string) => string;
  readonly pinned: (number: number) => string;
}

export function snippetsOf(
  { slug, number, package: { schema } }: Version,
  baseUrl: string,
  say: SnippetWords,
): readonly Snippet[] {
  const csv = `${baseUrl}/download/${slug}.csv`;
  const pinned = `${baseUrl}/download/${slug}/v${number}.csv`;
  const { fields } = schema;
  const codes = fields.filter(isCode).map(({ name }) => name);
  const period = fields.find(({ role }) => role === "period");
  const measure = fields.find(({ role }) => role === "measure");
  const name = slug.replaceAll("-", "_").replace(/^(?=\d)/, "d");
  return [
    {
      id: "curl",
      name: "curl",
      text: `# ${period === undefined ? say.newest : `${say.newest}; ${say.some(period.name)}`}
curl -L --compressed -o ${slug}.csv "${csv}"

# ${say.pinned(number)}
curl -L --compressed -o ${slug}-v${number}.csv "${pinned}"`,
    },
    {
      id: "python",
      name: "Python (pandas)",
      text: `import pandas as pd

${name} = pd.read_csv(
    "${pinned}",
    dtype={${codes.map((code) => `"${code}": "string"`).join(", ")}},
)
print(${name}.head())`,
    },
    {
      id: "r",
      name: "R",
      text: `${name} <- read.csv(
  "${pinned}",
  colClasses = c(${codes.map((code) => `${code} = "character"`).join(", ")})
)
head(${name})`,
    },
    {
      id: "javascript",
      name: "JavaScript",
      text: `const response = await fetch("${baseUrl}/download/${slug}/v${number}.json");
if (!response.ok) throw new Error((await response.json()).detail);
const rows = await response.json();
console.log(rows.length, rows[0]);`,
    },
    { id: "graphql", name: "GraphQL", text: graphqlSnippet(slug, baseUrl, fields, measure) },
    { id: "graphql-bertipe", name: "graphql-typed", text: typedSnippet(slug, baseUrl, fields) },
    {
      id: "excel",
      name: "Excel (Power Query)",
      hint: "excel",
      text: `let
    Sumber = Csv.Document(Web.Contents("${csv}"), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Judul = Table.PromoteHeaders(Sumber, [PromoteAllScalars = true]),
    Jenis = Table.TransformColumnTypes(Judul, {${fields.map((field) => `{"${field.name}", ${powerType(field)}}`).join(", ")}}, "en-US")
in
    Jenis`,
    },
    {
      id: "qgis",
      name: "QGIS",
      hint: "qgis",
      text: `uri = "/vsicurl/${pinned}"
layer = QgsVectorLayer(uri, "${slug}", "ogr")
QgsProject.instance().addMapLayer(layer)`,
    },
  ];
}

function powerType(field: Field): string {
  switch (storageOf(field)) {
    case "bigint":
      return "Int64.Type";
    case "numeric":
      return "type number";
    case "boolean":
      return "type logical";
    case "text":
      return "type text";
  }
}

const posted = (address: string, query: string): string =>
  `curl "${address}" -H "Content-Type: application/json" --data @- <<'JSON'\n${JSON.stringify({ query })}\nJSON`;

function graphqlSnippet(slug: string, baseUrl: string, fields: readonly Field[], measure: Field | undefined): string {
  const [first] = fields;
  const order = measure ?? first;
  const orderBy = order === undefined ? "" : `, orderBy: [{ field: "${order.name}", direction: DESC }]`;
  return posted(
    `${baseUrl}/graphql`,
    `{ dataset(slug: "${slug}") { title currentVersion { number } rows(first: 10${orderBy}) { totalCount nodes } } }`,
  );
}

const typedSnippet = (slug: string, baseUrl: string, fields: readonly Field[]): string =>
  posted(
    `${baseUrl}/graphql/${slug}`,
    `{ rows(first: 10) { totalCount nodes { ${fields
      .slice(0, 8)
      .map(({ name }) => name)
      .join(" ")} } } }`,
  );
