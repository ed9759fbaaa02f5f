/**
 * The CKAN Action API v3, for reading: `/api/3/action/{name}` and `/api/action/{name}`, GET and POST. The envelope, the errors and their
 * statuses are CKAN's. Writing is done through our own API.
 */
import { type Request, type Response, Router } from "express";
import { LRUCache } from "lru-cache";
import { createDatasetMemory } from "../catalogue/dataset-memory.ts";
import type { RecallOpenDatasets } from "../catalogue/open-datasets.ts";
import type { RecallReference } from "../catalogue/reference-memory.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { FORMATS } from "../formats/formats.ts";
import type { FindActor } from "../http/context.ts";
import { answerKey, type KeptAnswers } from "../http/kept-answers.ts";
import { writeJson } from "../http/raw-json.ts";
import { sendShared } from "../http/shared-answer.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import type { Cursor } from "../store/keyset.ts";
import { findAction } from "./actions.ts";
import { readArguments } from "./arguments.ts";
import type { Asked } from "./asked.ts";
import { createDoor } from "./door.ts";
import { sendDump } from "./dump.ts";
import { asActionError, BadRequest } from "./error.ts";
import { createIdMemory } from "./ids.ts";

export interface CkanDeps {
  readonly store: Store;
  readonly effects: Pick<Effects, "now">;
  readonly answers: KeptAnswers;
  readonly findActor: FindActor;
  readonly recallOpen: RecallOpenDatasets;
  readonly recallReference: RecallReference;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}

/** Memory for packages that are written as JSON already, in characters. */
const MAX_TEXTS = 48 * 1024 ** 2;

/** Ends of pages that are remembered. */
const MAX_PLACES = 5000;

type Ask = (request: Request, args: Asked["args"]) => Promise<Asked>;

export function ckanRoutes(deps: CkanDeps): Router {
  const { store, effects, answers, findActor, recallOpen, recallReference, baseUrl } = deps;
  const packageTexts = new LRUCache<string, string>({
    maxSize: MAX_TEXTS,
    sizeCalculation: (text) => text.length + 200,
  });
  const findBearer = createDoor(findActor);
  const common = {
    store,
    baseUrl,
    now: () => effects.now(),
    ids: createIdMemory(FORMATS.map(({ ending }) => ending)),
    recallOpen,
    recallDataset: createDatasetMemory(answers.states),
    recallReference,
    packageTexts,
    places: new LRUCache<string, Cursor>({ max: MAX_PLACES }),
  };
  const ask: Ask = async (request, args) => ({ ...common, args, actor: await findBearer(request) });
  const router = Router();
  router.get(["/api", "/api/3"], (_request, response) => sendJson(response, 200, '{"version":3}'));
  const answer = (request: Request, response: Response): Promise<void> => answerAction(deps, ask, request, response);
  router.get("/api/3/action/:name", answer);
  router.post("/api/3/action/:name", answer);
  router.get("/api/action/:name", answer);
  router.post("/api/action/:name", answer);
  router.get("/datastore/dump/:id", async (request, response) => {
    try {
      await sendDump(await ask(request, await readArguments(request, response)), request, response);
    } catch (thrown) {
      refuse(response, thrown, `${baseUrl}/api/3/action/help_show?name=datastore_search`);
    }
  });
  return router;
}

async function answerAction(
  { answers, baseUrl }: CkanDeps,
  ask: Ask,
  request: Request,
  response: Response,
): Promise<void> {
  const name = String(request.params.name);
  const help = `${baseUrl}/api/3/action/help_show?name=${encodeURIComponent(name.slice(0, 100))}`;
  try {
    const action = findAction(name);
    if (action === undefined) throw new BadRequest(`Action name not known: ${name.slice(0, 100)}`);
    const args = await readArguments(request, response);
    const asked = await ask(request, args);
    const make = async (): Promise<string> => writeJson({ help, success: true, result: await action.run(asked) });
    const callback = request.method === "GET" ? findCallback(args.get("callback")) : undefined;
    if (request.method !== "GET" || asked.actor.role !== "public" || callback !== undefined) {
      const text = await make();
      if (callback === undefined) sendJson(response, 200, text);
      else response.type("application/javascript; charset=utf-8").send(`/**/${callback}(${text});`);
      return;
    }
    await sendShared(answers, request, response, {
      // What says "now" is never the same twice.
      key: answerKey(
        "ckan",
        request.originalUrl,
        request.originalUrl.includes("NOW") ? asked.now().toISOString() : null,
      ),
      parts: [EVERYTHING],
      contentType: JSON_TYPE,
      vary: "Authorization, X-CKAN-API-Key",
      make,
    });
  } catch (thrown) {
    refuse(response, thrown, help);
  }
}

const JSON_TYPE = "application/json;charset=utf-8";

const findCallback = (value: unknown): string | undefined =>
  typeof value === "string" && /^[A-Za-z_$][\w$.]{0,99}$/.test(value) ? value : undefined;

/** Throws on what is a mistake of the program, or comes too late to be told. */
function refuse(response: Response, thrown: unknown, help: string): void {
  const error = thrown instanceof BadRequest ? thrown : asActionError(thrown);
  if (error === undefined || response.headersSent) throw thrown;
  for (const name of ["ETag", "Content-Disposition", "Vary"]) response.removeHeader(name);
  if (error instanceof BadRequest) sendJson(response, 400, JSON.stringify(error.message));
  else {
    if (error.status === 503) response.setHeader("Retry-After", "5");
    sendJson(response, error.status, JSON.stringify({ help, success: false, error: error.body }));
  }
}

function sendJson(response: Response, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", JSON_TYPE);
  response.setHeader("Cache-Control", "no-store");
  response.end(text);
}
