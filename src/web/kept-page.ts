/**
 * A public page that is made once, and kept for as long as what it read is as it was: a browser that has it is told so (304) without a
 * row being read. What decides a page besides: its address, language, theme, the day in South Sulawesi (pages say how old things are),
 * and this edition of the pages. Whoever bears a token gets theirs made anew.
 */
import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Request, Response } from "express";
import { createReading } from "../catalogue/reading.ts";
import type { Part } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import { type AnswerKey, answerKey, findFreshTag, type KeptAnswers, tagOf } from "../http/kept-answers.ts";
import { showTime } from "../kernel/wita.ts";
import type { WebDeps } from "./deps.ts";
import { describePage, encodePage, pageCoding, sendPage } from "./send-page.ts";
import { themeOf, withTheme } from "./theme.ts";

/** Makes the page's HTML, and notes first what it is going to read. */
export type MakePage = (note: (part: Part) => void) => Promise<string>;

export async function sendKeptPage(
  { answers, effects }: Pick<WebDeps, "answers" | "effects">,
  request: Request,
  response: Response,
  make: MakePage,
): Promise<void> {
  if (contextOf(request).actor.role !== "public") {
    sendPage(request, response, await make(() => {}));
    return;
  }
  const key = keyOf(request, effects.now());
  const fresh = findFreshTag(request.headers, key, answers.states);
  if (fresh !== undefined) {
    describePage(request, response);
    response.setHeader("ETag", fresh.etag);
    response.status(304).end();
    return;
  }
  const kept = answers.find(key) ?? (await makeAnswer(answers, key, request, make));
  describePage(request, response);
  if (kept.read.length > 0) response.setHeader("ETag", tagOf(key, kept.read, false));
  const coding = pageCoding(request);
  if (coding !== undefined) response.setHeader("Content-Encoding", coding);
  response.setHeader("Content-Type", kept.contentType);
  response.setHeader("Content-Length", kept.bytes.length);
  response.end(request.method === "HEAD" ? undefined : kept.bytes);
}

async function makeAnswer(answers: KeptAnswers, key: AnswerKey, request: Request, make: MakePage) {
  const reading = createReading(answers.states);
  const html = withTheme(await make(reading.note), themeOf(request));
  const { read = [] } = reading.outcome();
  const answer = {
    bytes: encodePage(html, pageCoding(request)),
    contentType: "text/html; charset=utf-8",
    read,
    lasting: false,
  };
  if (read.length > 0) answers.keep(key, answer);
  return answer;
}

function keyOf(request: Request, now: Date): AnswerKey {
  const day = showTime(now).slice(0, 10);
  const { lang } = contextOf(request);
  return answerKey("page", EDITION, day, lang, themeOf(request), pageCoding(request) ?? null, request.originalUrl);
}

/** Of the files that pages are made by: the same on every server of one release. */
const EDITION = ((): string => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  const texts = files.flatMap((name) =>
    /\.(?:tsx?|js|css|svg)$/.test(name) ? [readFileSync(`${folder}${name}`)] : [],
  );
  return hash("sha256", Buffer.concat(texts), "base64url");
})();
