/**
 * The scalars of values, in both directions. Going out, a number is a JSON number with its stored digits. Coming in, a value becomes the
 * text that the store compares with; digits that JavaScript would lose are taken as text ("12345678901234567890.50").
 */
import { GraphQLBoolean, GraphQLError, GraphQLInt, GraphQLScalarType, GraphQLString, Kind } from "graphql";
import { RawJson } from "../../http/raw-json.ts";
import type { ValueTypeName } from "./value-type.ts";

interface ScalarForm {
  readonly name: ValueTypeName;
  readonly description: string;
  readonly specification?: string;
  readonly example: string;
  readonly form: RegExp;
}

/** JSON's own form of a number is a form of ours too, as long as it has no exponent. */
const RFC_8259 = "https://www.rfc-editor.org/rfc/rfc8259#section-6";
const RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6";

const numberScalar = (form: ScalarForm): GraphQLScalarType<unknown, RawJson> =>
  scalar(form, (text) => new RawJson(text), [Kind.INT, Kind.FLOAT, Kind.STRING]);

const textScalar = (form: ScalarForm): GraphQLScalarType<unknown, string> =>
  scalar(form, (text) => text, [Kind.STRING]);

function scalar<Out>(
  { name, description, specification, example, form }: ScalarForm,
  write: (text: string) => Out,
  kinds: readonly Kind[],
): GraphQLScalarType<unknown, Out> {
  const read = (value: unknown): string => {
    const isNumber = typeof value === "number" && kinds.includes(Kind.INT);
    const text = isNumber || typeof value === "string" ? String(value) : "";
    if (form.test(text)) return text;
    throw new GraphQLError(`A ${name} is written like ${example}.`);
  };
  return new GraphQLScalarType<unknown, Out>({
    name,
    description,
    specifiedByURL: specification,
    serialize: (value) => write(String(value)),
    parseValue: read,
    parseLiteral: (node) => {
      if (kinds.includes(node.kind) && "value" in node) return read(node.value);
      throw new GraphQLError(`A ${name} is written like ${example}.`, { nodes: node });
    },
  });
}

export const valueScalars: { readonly [N in ValueTypeName]: GraphQLScalarType } = {
  String: GraphQLString,
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  BigInt: numberScalar({
    name: "BigInt",
    description:
      "A whole number of any size, as a JSON number with all its digits. As an argument also as text: JavaScript is exact to 2⁵³ only.",
    specification: RFC_8259,
    example: '1482354 or "1482354"',
    form: /^-?\d{1,1000}$/,
  }),
  Decimal: numberScalar({
    name: "Decimal",
    description:
      "An exact decimal, as a JSON number with the stored digits: `1.50` stays `1.50`. As an argument also as text, which keeps every digit.",
    specification: RFC_8259,
    example: '7.10 or "7.10"',
    form: /^-?\d{1,500}(?:\.\d{1,500})?$/,
  }),
  Date: textScalar({
    name: "Date",
    description: "A day: `2024-05-17`.",
    specification: RFC_3339,
    example: '"2024-05-17"',
    form: /^\d{4}-\d{2}-\d{2}$/,
  }),
  Time: textScalar({
    name: "Time",
    description: "A time of day as the agency wrote it, without a zone: `09:30:00`.",
    example: '"09:30:00"',
    form: /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/,
  }),
  LocalDateTime: textScalar({
    name: "LocalDateTime",
    description: "A day and time as the agency wrote it, with an offset only where it gave one: `2024-05-17T09:30:00`.",
    example: '"2024-05-17T09:30:00"',
    form: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?$/,
  }),
  Duration: textScalar({
    name: "Duration",
    description: "A duration by ISO 8601: `P1Y6M`.",
    specification: "https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
    example: '"P1Y6M"',
    form: /^-?P(?=.)[\dYMWDTHS.]{1,60}$/,
  }),
  Period: textScalar({
    name: "Period",
    description:
      "An SDMX time period: `2024`, `2024-S1` (semester), `2024-T2` (four months), `2024-Q3`, `2024-05`, `2024-W07`, `2024-05-17`, or a range such as `2023-07-01/P1Y`. Periods compare as text.",
    example: '"2024", "2024-Q3" or "2024-05"',
    form: /^\d{4}(?:-(?:S[12]|T[1-3]|Q[1-4]|W\d{2}|\d{2}(?:-\d{2}(?:\/P\d{1,3}[YMWD])?)?))?$/,
  }),
};
