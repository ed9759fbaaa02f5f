/** A structure message of SDMX-JSON 2.0 as an answer: what it says of itself, its tag, and who may keep it. */
import type { Request, Response } from "express";
import { AGENCY } from "../formats/sdmx.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { showTime } from "../kernel/wita.ts";
import type { Artefact, Json } from "./structure.ts";

const MEDIA_TYPE = "application/vnd.sdmx.structure+json; version=2.0.0";

export type Found = Partial<Record<Artefact, Json[]>>;

/** `prepared`: when the newest of them was published, so that equal answers are equal to the byte. */
export function sendStructures(request: Request, response: Response, found: Found, prepared: Date): void {
  const meta = {
    id: "STRUCTURE",
    prepared: showTime(prepared),
    contentLanguages: ["id", "en"],
    sender: { id: AGENCY },
  };
  const body = `${JSON.stringify({ meta, data: found })}\n`;
  const etag = etagOf(body);
  response.setHeader("Content-Type", MEDIA_TYPE);
  response.setHeader("Vary", "Accept, Authorization");
  const open = contextOf(request).actor.role === "public";
  response.setHeader("Cache-Control", open ? "public, no-cache" : "private, no-cache");
  response.setHeader("ETag", etag);
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.end(body);
}
