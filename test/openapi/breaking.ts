/**
 * What in a new OpenAPI document would break a program written for the old one, in sentences. Everything that is only more (a call, an
 * optional parameter, a property or a value of an answer) is none; docs/api-life.md tells the same rules to those who call.
 */

type Json = Readonly<Record<string, unknown>>;

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

// What a document leaves out is an empty object or list; both documents are of our own making.
const part = (value: unknown, name: string): Json => ((value as Json | undefined)?.[name] ?? {}) as Json;
const listOf = (value: unknown, name: string): readonly unknown[] =>
  ((value as Json | undefined)?.[name] ?? []) as readonly unknown[];

/** A call that the old document says to end on a day that has come may be gone. */
export function findBreaks(before: Json, after: Json, today = new Date()): readonly string[] {
  return Object.entries(part(before, "paths")).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const [old, now] = [part(item, method), part(part(part(after, "paths"), path), method)];
      if (Object.keys(old).length === 0) return [];
      const call = `${method.toUpperCase()} ${path}`;
      if (Object.keys(now).length === 0) {
        const ended = old.deprecated === true && new Date(String(old["x-sunset"])) <= today;
        return ended ? [] : [`${call} is gone`];
      }
      const schemas = {
        before: part(part(before, "components"), "schemas"),
        after: part(part(after, "components"), "schemas"),
      };
      return compareCalls(old, now, new Comparison(schemas)).map((what) => `${call}: ${what}`);
    }),
  );
}

function compareCalls(old: Json, now: Json, comparison: Comparison): readonly string[] {
  const isOpen = (call: Json): boolean => listOf(call, "security").some((one) => Object.keys(one as Json).length === 0);
  return [
    ...(old.operationId === now.operationId ? [] : [`is no longer called ${String(old.operationId)}`]),
    ...(isOpen(old) && !isOpen(now) ? ["needs a token"] : []),
    ...compareParameters(listOf(old, "parameters"), listOf(now, "parameters"), comparison),
    ...compareContent("the body", part(old, "requestBody"), part(now, "requestBody"), comparison, "given"),
    ...(part(old, "requestBody").required !== true && part(now, "requestBody").required === true
      ? ["needs a body"]
      : []),
    ...Object.entries(part(old, "responses")).flatMap(([status, answer]) =>
      status in part(now, "responses")
        ? compareContent(
            `the answer ${status}`,
            answer as Json,
            part(part(now, "responses"), status),
            comparison,
            "got",
          )
        : [`no longer answers ${status}`],
    ),
  ];
}

function compareParameters(
  old: readonly unknown[],
  now: readonly unknown[],
  comparison: Comparison,
): readonly string[] {
  const nameOf = (one: unknown): string => `${String((one as Json).in)} parameter ${String((one as Json).name)}`;
  const known = new Map(old.map((one) => [nameOf(one), one as Json]));
  const given = new Map(now.map((one) => [nameOf(one), one as Json]));
  return [
    ...[...known].flatMap(([name, one]) => {
      const next = given.get(name);
      if (next === undefined) return [`the ${name} is gone`];
      return comparison.compare(`the ${name}`, one.schema, next.schema, "given");
    }),
    ...[...given].flatMap(([name, one]) =>
      one.required === true && known.get(name)?.required !== true ? [`the ${name} is needed`] : [],
    ),
  ];
}

function compareContent(where: string, old: Json, now: Json, comparison: Comparison, way: Way): readonly string[] {
  const schemaOf = (content: unknown): unknown => (content as Json).schema;
  return Object.entries(part(old, "content")).flatMap(([type, content]) => {
    const next = part(now, "content")[type];
    if (next === undefined) return [`${where} is no longer ${type}`];
    return comparison.compare(where, schemaOf(content), schemaOf(next), way);
  });
}

/** What a program gives us may only be taken more widely; what it gets from us may only say more. */
type Way = "given" | "got";

class Comparison {
  readonly #schemas: { readonly before: Json; readonly after: Json };
  readonly #under = new Set<string>();

  constructor(schemas: { readonly before: Json; readonly after: Json }) {
    this.#schemas = schemas;
  }

  compare(where: string, oldRef: unknown, nowRef: unknown, way: Way): readonly string[] {
    const pair = `${JSON.stringify(oldRef)}→${JSON.stringify(nowRef)}`;
    if (this.#under.has(pair)) return [];
    this.#under.add(pair);
    const [old, now] = [resolve(oldRef, this.#schemas.before), resolve(nowRef, this.#schemas.after)];
    const found = [
      ...compareTypes(where, old, now, way),
      ...compareValues(where, old, now, way),
      ...this.#compareProperties(where, old, now, way),
      ...("items" in old && "items" in now ? this.compare(`${where}[]`, old.items, now.items, way) : []),
      ...(isSchema(old.additionalProperties) && isSchema(now.additionalProperties)
        ? this.compare(`${where}.*`, old.additionalProperties, now.additionalProperties, way)
        : []),
    ];
    this.#under.delete(pair);
    return found;
  }

  #compareProperties(where: string, old: Json, now: Json, way: Way): readonly string[] {
    const [needed, stillNeeded] = [listOf(old, "required"), listOf(now, "required")];
    const changed = Object.entries(part(old, "properties")).flatMap(([name, schema]) => {
      const next = part(now, "properties")[name];
      if (next === undefined) return [`${where}.${name} is gone`];
      const mayLack = way === "got" && needed.includes(name) && !stillNeeded.includes(name);
      return [
        ...(mayLack ? [`${where}.${name} may be absent`] : []),
        ...this.compare(`${where}.${name}`, schema, next, way),
      ];
    });
    const more = way === "given" ? stillNeeded.filter((name) => !needed.includes(name)) : [];
    return [...changed, ...more.map((name) => `${where}.${String(name)} is needed`)];
  }
}

const isSchema = (value: unknown): boolean => typeof value === "object" && value !== null;

/** What a name stands for; "one of a schema and null" is that schema, which may be null. */
function resolve(schema: unknown, all: Json): Json {
  const { $ref, anyOf, ...rest } = (schema ?? {}) as { readonly $ref?: string; readonly anyOf?: readonly Json[] };
  if ($ref !== undefined) return resolve(all[$ref.split("/").at(-1) ?? ""], all);
  const [only, ...others] = anyOf?.filter(({ type }) => type !== "null") ?? [];
  if (only === undefined || others.length > 0) return (schema ?? {}) as Json;
  const one = resolve(only, all);
  return { ...rest, ...one, ...(one.type === undefined ? {} : { type: [one.type, "null"].flat() }) };
}

/** No type at all is any type. */
function compareTypes(where: string, old: Json, now: Json, way: Way): readonly string[] {
  const [before, after] = [typesOf(old), typesOf(now)];
  const [from, to] = way === "given" ? [before, after] : [after, before];
  const lost = to === undefined ? [] : from === undefined ? ["any"] : from.filter((one) => !covers(to, one));
  return lost.length === 0 ? [] : [`${where} was ${before?.join(" or ") ?? "any"}, is ${after?.join(" or ") ?? "any"}`];
}

const covers = (types: readonly string[], one: string): boolean =>
  types.includes(one) || (one === "integer" && types.includes("number"));

function typesOf(schema: Json): readonly string[] | undefined {
  const choices = [...listOf(schema, "anyOf"), ...listOf(schema, "oneOf")];
  if (choices.length > 0) {
    // Of named schemas the name is the type: what is in them is compared where they stand alone.
    const types = choices.map((one) => (one as Json).$ref ?? (one as Json).type);
    return types.some((one) => one === undefined) ? undefined : types.flat().map(String);
  }
  return schema.type === undefined ? undefined : [schema.type].flat().map(String);
}

/** Values that are listed. An answer may have new ones: programs must bear what they do not know. */
function compareValues(where: string, old: Json, now: Json, way: Way): readonly string[] {
  const valuesOf = (schema: Json): readonly unknown[] => ("const" in schema ? [schema.const] : listOf(schema, "enum"));
  const [before, after] = [valuesOf(old), valuesOf(now)];
  if (after.length === 0) return [];
  if (before.length === 0) return way === "given" ? [`${where} takes only listed values`] : [];
  const gone = before.filter((one) => !after.includes(one));
  return gone.map((one) => `${where} is never ${JSON.stringify(one)} any more`);
}
