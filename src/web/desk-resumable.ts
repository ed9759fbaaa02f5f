/** A file sent in pieces from the desk, which is resumed where the line broke off. Only what the protocol needs: no reading back. */
import { type Request, type Response, Router } from "express";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { openUnfinished } from "../intake/unfinished.ts";
import type { WebDeps } from "./deps.ts";

export function resumableRoutes(deps: WebDeps): Router {
  const router = Router();
  const unfinished = openUnfinished(deps, "/kerja/unggah/tus", (upload) => `/kerja/unggahan/${upload}`);
  const one = (request: Request, response: Response): Promise<void> =>
    unfinished.handle(request, response, contextOf(request).actor, pathPart(request, "id"));
  router.post("/kerja/unggah/tus", deps.limitUploads, (request, response) =>
    unfinished.handle(request, response, contextOf(request).actor),
  );
  router.head("/kerja/unggah/tus/:id", one);
  router.patch("/kerja/unggah/tus/:id", one);
  router.delete("/kerja/unggah/tus/:id", one);
  return router;
}
