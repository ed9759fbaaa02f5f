import { buildSchema, GraphQLEnumType, printSchema, validateSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { buildTypedSchema } from "../../../src/graphql/typed/schema.ts";
import { valueTypeOf } from "../../../src/graphql/typed/value-type.ts";
import type { FieldName } from "../../../src/kernel/ids.ts";
import type { Field, FieldRole, FieldType, TableSchema } from "../../../src/kernel/package.ts";
import { fc } from "../../setup/properties.ts";

const TYPES: readonly FieldType[] = [
  "string",
  "number",
  "integer",
  "boolean",
  "date",
  "time",
  "datetime",
  "year",
  "yearmonth",
  "duration",
  "geopoint",
  "any",
];
const ROLES: readonly (FieldRole | undefined)[] = ["region", "period", "dimension", "measure", undefined];

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name: name as FieldName,
  type: "string",
  ...more,
});
const schemaOf = (fields: readonly Field[], primaryKey: readonly string[] = []): TableSchema => ({
  fields,
  primaryKey: primaryKey as readonly FieldName[],
  foreignKeys: [],
  missingValues: [],
});
const build = (slug: string, fields: readonly Field[], key?: readonly string[]) =>
  buildTypedSchema({ slug, title: slug, description: "", schema: schemaOf(fields, key) });

describe("valueTypeOf(field)", () => {
  it.each<[Partial<Field>, string]>([
    [{ type: "integer" }, "BigInt"],
    [{ type: "integer", constraints: { minimum: "0", maximum: "2147483647" } }, "Int"],
    [{ type: "integer", constraints: { minimum: "0", maximum: "2147483648" } }, "BigInt"],
    [{ type: "integer", constraints: { minimum: "0" } }, "BigInt"],
    [{ type: "integer", role: "period" }, "Int"],
    [{ type: "integer", role: "region" }, "String"],
    [{ type: "year" }, "Int"],
    [{ type: "number" }, "Decimal"],
    [{ type: "string", role: "period" }, "Period"],
    [{ type: "yearmonth" }, "Period"],
    [{ type: "datetime" }, "LocalDateTime"],
    [{ type: "geojson" }, "String"],
  ])("of %o is %s", (more, name) => {
    expect(valueTypeOf(field("a", more)).name).toBe(name);
  });

  it.each([
    [["L", "P"], true],
    [["true", "L"], false],
    [["__L"], false],
    [["laki-laki"], false],
    [["1"], false],
    [Array.from({ length: 201 }, (_, index) => `k${index}`), false],
  ])("makes an enum of words that GraphQL can name, and of no others", (words, isEnum) => {
    expect(valueTypeOf(field("a", { constraints: { enum: words } })).values !== undefined).toBe(isEnum);
  });
});

describe("buildTypedSchema(source)", () => {
  it.each([
    ["jumlah-penduduk", "JumlahPenduduk"],
    ["ipm", "Ipm"],
    ["2024-data", "Dataset2024Data"],
    ["region", "RegionRow"],
    ["query", "QueryRow"],
    ["string", "StringRow"],
    ["value", "ValueRow"],
    ["page-info", "PageInfoRow"],
  ])("names the rows of %s %s", (slug, name) => {
    expect(build(slug, [field("a")]).getType(name)).toBeDefined();
  });

  it("keeps fields whose names GraphQL uses itself", () => {
    const sdl = printSchema(build("aneh", [field("true"), field("null"), field("type"), field("not")], ["true"]));
    expect(sdl).toContain("_true");
    expect(() => buildSchema(sdl)).not.toThrow();
  });

  it("is a valid schema whose SDL says all of it, whatever is declared", () => {
    const fieldName = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const fields = fc.uniqueArray(
      fc.record({
        name: fieldName.map((name) => name as FieldName),
        type: fc.constantFrom(...TYPES),
        role: fc.constantFrom(...ROLES),
        constraints: fc.record({
          required: fc.boolean(),
          enum: fc.option(fc.array(fc.stringMatching(/^[\w-]{1,6}$/), { minLength: 1, maxLength: 3 }), {
            nil: undefined,
          }),
        }),
        title: fc.record({ id: fc.string(), en: fc.string() }),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
    );
    const slug = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}$/);
    fc.assert(
      fc.property(slug, fields, fc.nat(2), (name, declared, keys) => {
        const schema = build(
          name,
          declared,
          declared.slice(0, keys).map((one) => one.name),
        );
        expect(validateSchema(schema)).toEqual([]);
        const again = buildSchema(printSchema(schema));
        expect(Object.keys(again.getTypeMap()).sort()).toEqual(Object.keys(schema.getTypeMap()).sort());
      }),
      { numRuns: 60 },
    );
  });

  it("gives an enum the declared words as they are stored", () => {
    const type = build("jenis", [field("kelamin", { constraints: { enum: ["L", "P"] } })]).getType("Jenis_kelamin");
    expect(type instanceof GraphQLEnumType && type.getValues().map(({ value }) => value)).toEqual(["L", "P"]);
  });
});
