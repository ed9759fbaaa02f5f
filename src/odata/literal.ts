/** A literal of OData as a value of a property: of that property's type and no other, in the form in which the store keeps it. */
import { parseFieldValue } from "../http/field-value.ts";
import { Fault } from "../kernel/fault.ts";
import type { Property } from "./model.ts";
import { plainNumber } from "./number.ts";
import type { Token } from "./tokens.ts";

export const isNull = ({ kind, text }: Token): boolean => kind === "word" && text === "null";

const MAX_TEXT = 2000;

/** Throws request.bad-value where the literal is of another type; `null` is none. */
export function valueFor({ field, type }: Property, token: Token): string {
  const value = canonical(type, token);
  if (value === undefined)
    throw new Fault("request.bad-value", {
      field: field.name,
      value: token.text.slice(0, 80).replace(/\p{Cc}/gu, "�"),
      type,
    });
  return type === "Edm.Date" || type === "Edm.TimeOfDay" ? parseFieldValue(field, value) : value;
}

function canonical(type: Property["type"], { kind, text }: Token): string | undefined {
  switch (type) {
    case "Edm.String":
      return kind === "string" && text.length <= MAX_TEXT && !text.includes("\0") ? text : undefined;
    case "Edm.Int32":
    case "Edm.Int64":
    case "Edm.Decimal":
      return kind === "number" ? plainNumber(text) : undefined;
    case "Edm.Boolean":
      return kind === "word" && (text === "true" || text === "false") ? text : undefined;
    case "Edm.Date":
      return kind === "date" ? text : undefined;
    case "Edm.DateTimeOffset":
      return kind === "moment" ? text : undefined;
    case "Edm.TimeOfDay":
      return kind === "time" ? (text.length === 5 ? `${text}:00` : text) : undefined;
  }
}
