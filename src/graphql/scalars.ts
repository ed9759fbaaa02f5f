/** The scalars of the schema. All are answers only: arguments that hold a time or a value are plain strings with codes of their own. */
import { GraphQLScalarType } from "graphql";
import { RawJson } from "../http/raw-json.ts";
import { showTime } from "../kernel/wita.ts";

/** A Date, as RFC 3339 in WITA. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: "DateTime",
  serialize: (value) => {
    if (value instanceof Date) return showTime(value);
    throw new TypeError("a DateTime is a Date");
  },
});

/** Canonical decimal text, as a JSON number token. */
export const Decimal = new GraphQLScalarType<unknown, RawJson>({
  name: "Decimal",
  serialize: (value) => {
    if (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value)) return new RawJson(value);
    throw new TypeError("a Decimal is canonical decimal text");
  },
});

/** Whatever it is; exact numbers in it are RawJson. */
export const JSONScalar = new GraphQLScalarType<unknown, unknown>({ name: "JSON", serialize: (value) => value });
