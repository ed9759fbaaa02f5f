/**
 * `/graphql/{slug}`: a dataset as a typed schema of its own, its newest major; `/v{major}` names one. A major that a later one has broken
 * with says so in its answers (`Deprecation`, `Sunset`) and ends on the declared day.
 */
import { type Request, type Response, Router } from "express";
import { pathPart } from "../../http/body.ts";
import { etagOf, isFresh } from "../../http/conditional.ts";
import { contextOf } from "../../http/context.ts";
import type { KeptAnswers } from "../../http/kept-answers.ts";
import type { Effects } from "../../kernel/effects.ts";
import { Fault } from "../../kernel/fault.ts";
import { findVersionNumber } from "../../kernel/ids.ts";
import { answerFault, type QueryMemory } from "../endpoint.ts";
import { sendExplorer, wantsExplorer } from "../explorer.ts";
import { createQuestion, type Surroundings } from "../question.ts";
import { createServed, type Served } from "./served.ts";
import type { TypedQuestion } from "./typed-question.ts";

interface TypedDeps {
  readonly surroundings: Surroundings;
  readonly answers: KeptAnswers;
  readonly queries: QueryMemory;
  readonly effects: Pick<Effects, "observe" | "now">;
  readonly schemaSunsetDays?: number | undefined;
}

const SUNSET_DAYS = 180;

export function typedRoutes({
  surroundings,
  answers,
  queries,
  effects,
  schemaSunsetDays = SUNSET_DAYS,
}: TypedDeps): Router {
  const questions = new WeakMap<Request, TypedQuestion>();
  const find = createServed({
    effects,
    answers,
    queries,
    sunsetDays: schemaSunsetDays,
    observe: effects.observe,
    createQuestion: (request) => {
      const question = questions.get(request);
      if (question === undefined) throw new RangeError("no question was begun for this request");
      return question;
    },
  });
  const findServed = async (request: Request, response: Response): Promise<Served> => {
    const question = createQuestion(surroundings, contextOf(request));
    const served = await find(question, pathPart(request, "slug"), majorOf(request));
    tellSunset(response, served, surroundings.baseUrl);
    questions.set(request, served.question);
    return served;
  };

  const router = Router();
  router.get(["/graphql/:slug/schema.graphql", "/graphql/:slug/v:major/schema.graphql"], async (request, response) =>
    sendSdl(request, response, (await findServed(request, response)).sdl()),
  );
  router.all(["/graphql/:slug", "/graphql/:slug/v:major"], async (request, response, next) => {
    const { question, answer } = await findServed(request, response);
    if (wantsExplorer(request)) sendExplorer(response, contextOf(request).lang, firstQuery(question));
    else (await answer())(request, response, next);
  });
  router.use("/graphql", answerFault);
  return router;
}

/** Undefined where the path names none. */
function majorOf(request: Request): number | undefined {
  const text = pathPart(request, "major");
  if (text === "") return undefined;
  const number = findVersionNumber(text);
  if (number === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
  return number;
}

/** RFC 9745 and RFC 8594. */
function tellSunset(response: Response, { question, major, sunset }: Served, baseUrl: string): void {
  if (major.brokenBy === undefined || sunset === undefined) return;
  response.setHeader("Deprecation", `@${Math.floor(major.brokenBy.since.getTime() / 1000)}`);
  response.setHeader("Sunset", sunset.toUTCString());
  response.setHeader("Link", `<${baseUrl}/graphql/${question.dataset.slug}>; rel="successor-version"`);
}

function sendSdl(request: Request, response: Response, sdl: string): void {
  const etag = etagOf(sdl);
  response.setHeader("ETag", etag);
  response.setHeader(
    "Cache-Control",
    contextOf(request).actor.role === "public" ? "public, no-cache" : "private, no-cache",
  );
  response.setHeader("Vary", "Authorization");
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.type("text/plain").end(request.method === "HEAD" ? undefined : sdl);
}

/** What the explorer begins with. */
function firstQuery({ served }: TypedQuestion): string {
  const names = served.schema.fields.slice(0, 12).map(({ name }) => `      ${name}\n`);
  return `{\n  rows(first: 10) {\n    totalCount\n    version { number publishedAt }\n    nodes {\n${names.join("")}    }\n  }\n}\n`;
}
