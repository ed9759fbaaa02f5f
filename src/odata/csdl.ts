/**
 * `$metadata`: what a service has, as CSDL in XML and in JSON, both from one description: names, types, keys, what a field means and its
 * unit, and what can be asked of its one entity set.
 */
import { inLanguage, type Lang, type LocalisedText } from "../kernel/locale.ts";
import { escapeXml } from "../tabular/xml-write.ts";
import { FILTER_FUNCTIONS } from "./filter.ts";
import { type EdmType, type Model, NAMESPACE, ROW_TYPE } from "./model.ts";

export interface Schema {
  readonly set: string;
  /** Of the entity set. */
  readonly title: string;
  readonly key: readonly string[];
  readonly properties: readonly SchemaProperty[];
  /** Can its entities be chosen, put in order and passed over? */
  readonly queryable: boolean;
}

interface SchemaProperty {
  readonly name: string;
  readonly type: EdmType;
  readonly required: boolean;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
}

export function schemaOfModel({ version, set, properties, key }: Model, lang: Lang): Schema {
  const text = (words: LocalisedText | undefined): string | undefined => {
    // A parser of XML makes blanks of the ends of lines in attributes.
    const written = words === undefined ? "" : inLanguage(words, lang).replace(/\s+/g, " ").trim();
    return written === "" ? undefined : written;
  };
  return {
    set,
    title: text(version.package.title) ?? version.slug,
    key: key.map(({ field }) => field.name),
    properties: properties.map((property) => {
      const { field, type } = property;
      return {
        name: field.name,
        type,
        // Whatever else is required may be missing in rows of before.
        required: key.includes(property),
        title: text(field.title),
        description: text(field.description) ?? text(field.definition),
        unit: field.unit,
      };
    }),
    queryable: true,
  };
}

const CONTAINER = "Container";
const CORE = "Org.OData.Core.V1";
const CAPABILITIES = "Org.OData.Capabilities.V1";
const MEASURES = "Org.OData.Measures.V1";
const VOCABULARIES: readonly (readonly [namespace: string, alias: string])[] = [
  [CORE, "Core"],
  [CAPABILITIES, "Capabilities"],
  [MEASURES, "Measures"],
];
const addressOf = (namespace: string): string =>
  `https://oasis-tcs.github.io/odata-vocabularies/vocabularies/${namespace}`;

/** An annotation: a constant, a list of texts, or a record of booleans. */
type Annotation = readonly [
  term: string,
  value: string | boolean | readonly string[] | Readonly<Record<string, boolean>>,
];

const ofProperty = ({ title, description, unit }: SchemaProperty): readonly Annotation[] => [
  ...(title === undefined ? [] : [["Core.Description", title] as const]),
  ...(description === undefined ? [] : [["Core.LongDescription", description] as const]),
  ...(unit === undefined ? [] : [["Measures.Unit", unit] as const]),
];

const ofSet = ({ title, queryable }: Schema): readonly Annotation[] => [
  ["Core.Description", title],
  ["Capabilities.InsertRestrictions", { Insertable: false }],
  ["Capabilities.UpdateRestrictions", { Updatable: false }],
  ["Capabilities.DeleteRestrictions", { Deletable: false }],
  ["Capabilities.SearchRestrictions", { Searchable: false }],
  ["Capabilities.ExpandRestrictions", { Expandable: false }],
  ["Capabilities.FilterRestrictions", { Filterable: queryable }],
  ["Capabilities.SortRestrictions", { Sortable: queryable }],
  ["Capabilities.SkipSupported", queryable],
];

const ofContainer = ({ queryable }: Schema): readonly Annotation[] => [
  ["Capabilities.BatchSupported", false],
  ["Capabilities.FilterFunctions", queryable ? FILTER_FUNCTIONS : []],
  ["Capabilities.SupportedFormats", ["application/json"]],
];

export function writeCsdlJson(schema: Schema): string {
  const notes = (list: readonly Annotation[]): Record<string, unknown> =>
    Object.fromEntries(list.map(([term, value]) => [`@${term}`, value]));
  const property = (one: SchemaProperty): Record<string, unknown> => ({
    ...(one.type === "Edm.String" ? {} : { $Type: one.type }),
    ...(one.required ? {} : { $Nullable: true }),
    ...notes(ofProperty(one)),
  });
  return JSON.stringify({
    $Version: "4.0",
    $EntityContainer: `${NAMESPACE}.${CONTAINER}`,
    $Reference: Object.fromEntries(
      VOCABULARIES.map(([namespace, alias]) => [
        `${addressOf(namespace)}.json`,
        { $Include: [{ $Namespace: namespace, $Alias: alias }] },
      ]),
    ),
    [NAMESPACE]: {
      Row: {
        $Kind: "EntityType",
        $Key: schema.key,
        ...Object.fromEntries(schema.properties.map((one) => [one.name, property(one)])),
      },
      [CONTAINER]: {
        $Kind: "EntityContainer",
        [schema.set]: { $Collection: true, $Type: ROW_TYPE, ...notes(ofSet(schema)) },
        ...notes(ofContainer(schema)),
      },
    },
  });
}

export function writeCsdlXml(schema: Schema): string {
  const properties = schema.properties.map((one) =>
    element(
      "Property",
      {
        Name: one.name,
        Type: one.type,
        ...(one.required ? { Nullable: "false" } : {}),
        // Left out, it means 0 here and "variable" in JSON.
        ...(one.type === "Edm.Decimal" ? { Scale: "variable" } : {}),
      },
      ofProperty(one).map(annotation),
    ),
  );
  const keys = schema.key.map((Name) => element("PropertyRef", { Name }));
  const set = element("EntitySet", { Name: schema.set, EntityType: ROW_TYPE }, ofSet(schema).map(annotation));
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(
    "edmx:Edmx",
    { "xmlns:edmx": "http://docs.oasis-open.org/odata/ns/edmx", Version: "4.0" },
    [
      ...VOCABULARIES.map(([Namespace, Alias]) =>
        element("edmx:Reference", { Uri: `${addressOf(Namespace)}.xml` }, [
          element("edmx:Include", { Namespace, Alias }),
        ]),
      ),
      element("edmx:DataServices", {}, [
        element("Schema", { xmlns: "http://docs.oasis-open.org/odata/ns/edm", Namespace: NAMESPACE }, [
          element("EntityType", { Name: "Row" }, [element("Key", {}, keys), ...properties]),
          element("EntityContainer", { Name: CONTAINER }, [set, ...ofContainer(schema).map(annotation)]),
        ]),
      ]),
    ],
  )}\n`;
}

function annotation([term, value]: Annotation): string {
  if (typeof value === "string") return element("Annotation", { Term: term, String: value });
  if (typeof value === "boolean") return element("Annotation", { Term: term, Bool: String(value) });
  if (isList(value)) {
    const items = value.map((text) => `<String>${escapeXml(text)}</String>`);
    return element("Annotation", { Term: term }, [element("Collection", {}, items)]);
  }
  const values = Object.entries(value).map(([name, is]) =>
    element("PropertyValue", { Property: name, Bool: String(is) }),
  );
  return element("Annotation", { Term: term }, [element("Record", {}, values)]);
}

const isList = (value: readonly string[] | Readonly<Record<string, boolean>>): value is readonly string[] =>
  Array.isArray(value);

function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const head = `<${name}${written.join("")}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join("")}</${name}>`;
}
