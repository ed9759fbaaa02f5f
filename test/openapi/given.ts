/** Answers held against the reference: which call it was, and whether its body is what the reference says. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Json = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly parameters: readonly Json[];
  readonly responses: Readonly<Record<string, Json>>;
  readonly needsToken: boolean;
}

export function callsOf(document: Json): readonly Call[] {
  return Object.entries(document.paths as Readonly<Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Json>>).map(([method, operation]) => ({
      method,
      path,
      id: String(operation.operationId),
      parameters: operation.parameters as readonly Json[],
      responses: operation.responses as Call["responses"],
      needsToken: JSON.stringify(operation.security) === '[{"token":[]}]',
    })),
  );
}

const escaped = (text: string): string => text.replace(/[.$]/g, "\\$&");
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{\w+\}/)
      .map(escaped)
      .join("[^/]+?")}$`,
  );

/** Throws when an answer is not what the reference says of it; returns the call's id. */
export type CheckAnswer = (
  method: string,
  address: string,
  answer: { readonly status: number; readonly type: string | null; readonly text: string },
) => string;

export function createCheck(document: Json): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "api", ...(closed(document) as Json) });
  // The path with the most that is fixed comes first.
  const calls = [...callsOf(document)].sort((a, b) => fixed(b.path) - fixed(a.path));
  return (method, address, { status, type, text }) => {
    const path = address.split("?", 1)[0] ?? "";
    const call = calls.find((one) => one.method === method.toLowerCase() && patternOf(one.path).test(path));
    if (call === undefined) throw new Error(`${method} ${path} is not in the reference`);
    const said = call.responses[String(status)] ?? (status >= 400 && status < 500 ? call.responses["4XX"] : undefined);
    if (said === undefined) throw new Error(`${call.id}: the reference knows no ${status}: ${text.slice(0, 300)}`);
    const { content } = resolve(document, said) as { readonly content?: Readonly<Record<string, Json>> };
    if (content === undefined) {
      if (text !== "") throw new Error(`${call.id}: a body where the reference has none`);
      return call.id;
    }
    const mediaType = type?.split(";", 1)[0] ?? "";
    const entry = content[mediaType];
    if (entry === undefined) throw new Error(`${call.id}: ${mediaType} is not in the reference`);
    if (entry.schema !== undefined && mediaType.endsWith("json")) {
      const validate = ajv.compile(pointed(entry.schema));
      if (!validate(JSON.parse(text)))
        throw new Error(`${call.id}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 400)}`);
    }
    return call.id;
  };
}

const fixed = (path: string): number => path.replace(/\{\w+\}/g, "").length;

const resolve = (document: Json, part: Json): Json => {
  const pointer = part.$ref;
  if (typeof pointer !== "string") return part;
  return pointer
    .slice(2)
    .split("/")
    .reduce<Json>((at, name) => at[name] as Json, document);
};

/** The schemas with nothing let through that they do not name, so that an answer cannot say more than the reference. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closed(one)]));
  const isObject = typeof inside.properties === "object" && inside.type === "object" && !("allOf" in inside);
  return isObject && !("additionalProperties" in inside) ? { ...inside, additionalProperties: false } : inside;
}

/** References into the document, by its name. */
const pointed = (schema: unknown): Json =>
  closed(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'))) as Json;
