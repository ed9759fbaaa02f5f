import { readFileSync } from "node:fs";
import { buildSchema, getOperationAST, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { demandWithinBounds, measureOperation } from "../../src/graphql/bounds.ts";
import { isFault } from "../../src/kernel/fault.ts";

const schema = buildSchema(readFileSync(new URL("../../schema/catalogue.graphql", import.meta.url), "utf8"));

function prepared(query: string) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("one operation expected");
  return { document, operation };
}

function codeOf(query: string, variables: Record<string, unknown> = {}): string {
  const { document, operation } = prepared(query);
  try {
    demandWithinBounds(schema, document, operation, variables);
    return "none";
  } catch (thrown) {
    if (isFault(thrown)) return thrown.code;
    throw thrown;
  }
}

const nested = (levels: number): string => (levels === 0 ? "code" : `parent { ${nested(levels - 1)} }`);

describe("demandWithinBounds(schema, document, operation, variables)", () => {
  it.each([
    '{ dataset(slug: "a") { rows(first: 1000) { nodes edges { cursor node } pageInfo { endCursor } totalCount } } }',
    "{ datasets(first: 1000) { nodes { slug title agency { name } topics { title } } } }",
    "{ regions { code name parent { code } children { code } } }",
    "{ datasets(first: 100) { nodes { rows(first: 20) { nodes } } } }",
  ])("lets an honest question pass: %s", (query) => {
    expect(codeOf(query)).toBe("none");
  });

  it("refuses a page over 1000, as a literal, as a variable and inside a fragment", () => {
    expect(codeOf('{ dataset(slug: "a") { rows(first: 1001) { nodes } } }')).toBe("request.over-limit");
    expect(codeOf('query ($n: Int) { dataset(slug: "a") { rows(first: $n) { nodes } } }', { n: 1001 })).toBe(
      "request.over-limit",
    );
    expect(codeOf('{ dataset(slug: "a") { ...f } } fragment f on Dataset { rows(first: -1) { nodes } }')).toBe(
      "request.over-limit",
    );
  });

  it("refuses what is too deep, uses too many aliases, or costs too much", () => {
    expect(codeOf(`{ region(code: "73") { ${nested(12)} } }`)).toBe("graphql.too-deep");
    expect(codeOf(`{ ${Array.from({ length: 51 }, (_, index) => `a${index}: topics { slug }`).join(" ")} }`)).toBe(
      "graphql.too-many-aliases",
    );
    expect(codeOf("{ datasets(first: 1000) { nodes { rows(first: 1000) { nodes } } } }")).toBe("graphql.too-costly");
    expect(codeOf("{ regions { children { children { children { children { code } } } } } }")).toBe(
      "graphql.too-costly",
    );
  });

  it("measures fragments that unfold into millions at once", () => {
    const fragments = Array.from(
      { length: 30 },
      (_, index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`,
    ).join(" ");
    const { document, operation } = prepared(`{ ...f0 } ${fragments} fragment f30 on Query { topics { slug } }`);
    expect(measureOperation(schema, document, operation, {}).cost).toBeGreaterThan(1_000_000);
  });
});

it("describes every type, field, argument and value of the schema", () => {
  const sdl = Object.values(schema.getTypeMap()).filter(
    ({ name }) => !name.startsWith("__") && !["String", "Int", "Boolean"].includes(name),
  );
  const missing = sdl.flatMap((type) => {
    const members = "getValues" in type ? type.getValues() : "getFields" in type ? Object.values(type.getFields()) : [];
    const inner = members.flatMap((member) => [member, ...("args" in member ? member.args : [])]);
    return [type, ...inner].filter(({ description }) => !description).map(({ name }) => `${type.name}: ${name}`);
  });
  expect(missing).toEqual([]);
});
