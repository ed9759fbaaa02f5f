/**
 * The pages' own files. Each address carries a hash of its content, so that a browser keeps a file for ever and still gets a new one at
 * once; compressed when somebody first asks for it. Nothing else under `/assets` exists.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Request, Response } from "express";
import { etagOf, isFresh } from "../http/conditional.ts";
import { chooseCoding } from "../http/content-coding.ts";
import { Fault } from "../kernel/fault.ts";

interface Asset {
  readonly type: string;
  readonly hash: string;
  readonly plain: Buffer;
  /** Absent for what is compressed already. */
  readonly compressed?: (coding: keyof typeof COMPRESSORS) => Promise<Buffer>;
}

const COMPRESSORS = {
  br: promisify<Buffer, Buffer>(brotliCompress),
  gzip: promisify<Buffer, Buffer>(gzip),
};

const ownFile = (name: string): Buffer => readFileSync(new URL(`./assets/${name}`, import.meta.url));
const resolve = createRequire(import.meta.url).resolve;

/** Sends files in pieces: tus-js-client as its makers built it, under the MIT License. */
const TUS = "tus-js-client/dist/tus.min.js";
/** Plus Jakarta Sans by Tokotype, under the SIL Open Font License. */
const FONT = "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2";

const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("base64url").slice(0, 10);

function text(type: string, plain: Buffer): Asset {
  const made: { [coding in keyof typeof COMPRESSORS]?: Promise<Buffer> } = {};
  return {
    type: `${type}; charset=utf-8`,
    hash: hashOf(plain),
    plain,
    compressed: (coding) => {
      made[coding] ??= COMPRESSORS[coding](plain);
      return made[coding];
    },
  };
}

function loadAssets(): ReadonlyMap<string, Asset> {
  const font = readFileSync(resolve(FONT));
  const assets = new Map<string, Asset>([
    ["plus-jakarta-sans.woff2", { type: "font/woff2", hash: hashOf(font), plain: font }],
    ["jendela.svg", text("image/svg+xml", ownFile("jendela.svg"))],
  ]);
  // The style sheet names the font by its own address.
  const css = ownFile("jendela.css")
    .toString("utf8")
    .replace("FONT_ADDRESS", addressIn(assets, "plus-jakarta-sans.woff2"));
  assets.set("jendela.css", text("text/css", Buffer.from(css)));
  assets.set("sign-in.css", text("text/css", ownFile("sign-in.css")));
  assets.set("jendela-window.css", text("text/css", ownFile("jendela-window.css")));
  assets.set("staff.css", text("text/css", ownFile("staff.css")));
  assets.set("dataset.css", text("text/css", ownFile("dataset.css")));
  assets.set("desk.css", text("text/css", ownFile("desk.css")));
  assets.set("desk.js", text("text/javascript", ownFile("desk.js")));
  assets.set("tus.js", text("text/javascript", readFileSync(resolve(TUS))));
  assets.set("jendela.js", text("text/javascript", ownFile("jendela.js")));
  return assets;
}

const addressIn = (assets: ReadonlyMap<string, Asset>, name: string): string =>
  `/assets/${name}?v=${assets.get(name)?.hash ?? ""}`;

/** Files of the project itself: they are the same for as long as the process lives. */
const ASSETS = loadAssets();

/** Where a browser finds a file, for ever the same bytes. */
export const assetAddress = (name: string): string => addressIn(ASSETS, name);

const YEAR_SECONDS = 365 * 24 * 3600;

/** GET /assets/:file. Throws `request.not-found`. */
export async function sendAsset(request: Request, response: Response): Promise<void> {
  const asset = ASSETS.get(String(request.params.file));
  if (asset === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
  const fixed = request.query.v === asset.hash;
  const coding = asset.compressed && chooseCoding(request, ["br", "gzip"]);
  const bytes = (coding && (await asset.compressed?.(coding))) ?? asset.plain;
  const etag = etagOf(bytes);
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", fixed ? `public, max-age=${YEAR_SECONDS}, immutable` : "public, no-cache");
  if (asset.compressed !== undefined) response.setHeader("Vary", "Accept-Encoding");
  if (isFresh(request.headers, { etag })) {
    response.status(304).end();
    return;
  }
  if (coding !== undefined) response.setHeader("Content-Encoding", coding);
  response.setHeader("Content-Type", asset.type);
  response.setHeader("Content-Length", bytes.length);
  response.end(request.method === "HEAD" ? undefined : bytes);
}
