/** The promises of docs/api-life.md: what was released is not broken, unless that was decided. */
import { buildSchema, findBreakingChanges } from "graphql";
import { describe, expect, it } from "vitest";
import { findBreaks } from "./breaking.ts";
import { currentApi, decidedBreaks, releasedApi } from "./released.ts";

const graphqlBreaks = (before: string, after: string): readonly string[] =>
  findBreakingChanges(buildSchema(before), buildSchema(after)).map(({ description }) => `GraphQL: ${description}`);

describe("what was released", () => {
  it("is broken only where schema/released/breaking.json says so, with the reason", () => {
    const [before, now] = [releasedApi(), currentApi()];
    const found = [...graphqlBreaks(before.sdl, now.sdl), ...findBreaks(before.openapi, now.openapi)];
    const decided = decidedBreaks();
    expect(found).toEqual(decided.map(({ change }) => change));
    expect(decided.filter(({ why, announced }) => !why || !announced)).toEqual([]);
  });

  it("would be broken by a field of GraphQL that is gone", () => {
    const { sdl } = releasedApi();
    const field = /\n {2}datasets\([\s\S]*?\)?: DatasetConnection!/.exec(sdl)?.[0] ?? "nothing";
    expect(graphqlBreaks(sdl, sdl.replace(field, "\n  x: Int"))).toContainEqual(
      expect.stringContaining("Query.datasets was removed"),
    );
  });

  it("would be broken by a call that is gone, unless its day has come", () => {
    const { openapi } = releasedApi();
    expect(findBreaks(openapi, { ...openapi, paths: {} })).toContain("GET /api/v1/changes is gone");
    const old = { paths: { "/x": { get: { deprecated: true, "x-sunset": "2027-01-31" } } } };
    expect(findBreaks(old, {}, new Date("2027-01-30T00:00:00Z"))).toEqual(["GET /x is gone"]);
    expect(findBreaks(old, {}, new Date("2027-01-31T00:00:00Z"))).toEqual([]);
  });
});

/** A document of one call. */
const callOf = (call: object, schemas: object = {}) => ({ paths: { "/x": { post: call } }, components: { schemas } });
const answerOf = (schema: object, schemas: object = {}) =>
  callOf({ responses: { 200: { content: { "application/json": { schema } } } } }, schemas);
const bodyOf = (schema: object, required = true) =>
  callOf({ requestBody: { required, content: { "application/json": { schema } } } });
const queryOf = (...parameters: object[]) => callOf({ parameters });

const object = (properties: object, ...required: string[]) => ({ type: "object", properties, required });
const text = { type: "string" };

describe("a difference of two OpenAPI documents", () => {
  it.each([
    ["a call with another id", callOf({ operationId: "a" }), callOf({ operationId: "b" }), "is no longer called a"],
    [
      "a call that needs a token",
      callOf({ security: [{}, { token: [] }] }),
      callOf({ security: [{ token: [] }] }),
      "needs a token",
    ],
    ["a parameter that is gone", queryOf({ name: "q", in: "query" }), queryOf(), "the query parameter q is gone"],
    [
      "a new parameter that is needed",
      queryOf(),
      queryOf({ name: "q", in: "query", required: true }),
      "the query parameter q is needed",
    ],
    [
      "a value that is no longer taken",
      queryOf({ name: "q", in: "query", schema: { enum: ["a", "b"] } }),
      queryOf({ name: "q", in: "query", schema: { enum: ["a"] } }),
      'the query parameter q is never "b" any more',
    ],
    ["a body that is needed", bodyOf(text, false), bodyOf(text), "needs a body"],
    [
      "a property of a body that is needed",
      bodyOf(object({ a: text })),
      bodyOf(object({ a: text }, "a")),
      "the body.a is needed",
    ],
    [
      "a body taken more narrowly",
      bodyOf({ type: ["string", "null"] }),
      bodyOf(text),
      "the body was string or null, is string",
    ],
    [
      "a property of an answer that is gone",
      answerOf(object({ a: text })),
      answerOf(object({})),
      "the answer 200.a is gone",
    ],
    [
      "a property of an answer that may be absent",
      answerOf(object({ a: text }, "a")),
      answerOf(object({ a: text })),
      "the answer 200.a may be absent",
    ],
    [
      "an answer that may be null",
      answerOf(object({ a: text })),
      answerOf(object({ a: { type: ["string", "null"] } })),
      "the answer 200.a was string, is string or null",
    ],
    [
      "another type behind a name, in a list",
      answerOf({ type: "array", items: { $ref: "#/components/schemas/A" } }, { A: object({ a: text }) }),
      answerOf({ type: "array", items: { $ref: "#/components/schemas/A" } }, { A: object({ a: { type: "integer" } }) }),
      "the answer 200[].a was string, is integer",
    ],
    [
      "what is gone from an answer that may be null",
      answerOf({ anyOf: [object({ a: text }), { type: "null" }] }),
      answerOf({ anyOf: [object({}), { type: "null" }] }),
      "the answer 200.a is gone",
    ],
    [
      "another form of an answer",
      answerOf(text),
      callOf({ responses: { 200: {} } }),
      "the answer 200 is no longer application/json",
    ],
    ["another status", answerOf(text), callOf({ responses: { 202: {} } }), "no longer answers 200"],
  ])("breaks by %s", (_, before, after, sentence) => {
    expect(findBreaks(before, after)).toEqual([`POST /x: ${sentence}`]);
  });

  const tree = { A: object({ name: text, parts: { type: "array", items: { $ref: "#/components/schemas/A" } } }) };
  const named = { $ref: "#/components/schemas/A" };

  it.each([
    ["a parameter that may be given", queryOf(), queryOf({ name: "q", in: "query" })],
    ["a body taken more widely", bodyOf({ type: "integer" }), bodyOf({ type: ["number", "string"] })],
    ["a body that may be left out", bodyOf(text), bodyOf(text, false)],
    ["more in an answer", answerOf(object({ a: text }, "a")), answerOf(object({ a: text, b: text }, "a", "b"))],
    ["a new value in an answer", answerOf({ enum: ["a"] }), answerOf({ enum: ["a", "b"] })],
    ["an answer that is never null any more", answerOf({ type: ["string", "null"] }), answerOf(text)],
    ["a schema that names itself", answerOf(named, tree), answerOf(named, tree)],
  ])("does not break by %s", (_, before, after) => {
    expect(findBreaks(before, after)).toEqual([]);
  });
});
