/** What stands before every page behind the log-in: who is signed in, that somebody is, and that a form is one of ours. */
import { Router } from "express";
import { requireOwnForm, requireSession } from "../http/session.ts";
import type { WebDeps } from "./deps.ts";

export function staffDoor({ sessions }: Pick<WebDeps, "sessions">): Router {
  const router = Router();
  router.use(["/masuk", "/keluar", "/kerja"], sessions.identify);
  router.use(["/keluar", "/kerja"], requireSession, requireOwnForm);
  // Nothing behind the log-in is kept by anybody but the browser that asked.
  router.use("/kerja", (_request, response, next) => {
    response.setHeader("Cache-Control", "private, no-store");
    next();
  });
  return router;
}
