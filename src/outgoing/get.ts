/**
 * One document or file of another server, asked for as carefully as an address that a stranger gave must be: filtered connections, few
 * redirects that are each checked like the first address, limits of time and size. The body is a stream; whoever takes it reads or
 * destroys it.
 */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault } from "../kernel/fault.ts";
import { type ConnectError, connectErrorOf, createAgents } from "./agents.ts";

/** What was said of an address the last time, for asking whether it changed since. */
export interface Remembered {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface GetOptions extends Remembered {
  readonly accept: string;
  readonly maxBytes: number;
  /** For the whole answer. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

export interface Got extends Remembered {
  /** False: 304, and the body is empty. */
  readonly changed: boolean;
  /** Where the answer came from, after redirects. */
  readonly address: string;
  /** Media type without parameters, in small letters. */
  readonly type: string;
  readonly link: string | undefined;
  readonly disposition: string | undefined;
  readonly body: Readable;
}

/** Throws `harvest.unreachable`, `harvest.refused`, `harvest.too-large`; the body breaks with the same. */
export type Get = (address: string, options: GetOptions) => Promise<Got>;

const MOST_REDIRECTS = 5;
const SILENT_MS = 30_000;

/** `networks`: addresses and CIDR ranges that are allowed although they are not public. `silentMs`: how long nothing may come. */
export function createGet(networks: readonly string[], silentMs = SILENT_MS): Get {
  const agents = createAgents(networks);

  const ask = (url: URL, options: GetOptions, limit: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const secure = url.protocol === "https:";
      const request = (secure ? httpsRequest : httpRequest)(url, {
        agent: secure ? agents.https : agents.http,
        headers: headersOf(options),
        signal: limit,
        timeout: silentMs,
      });
      request.once("timeout", () => request.destroy(unreachable(url, "timed-out")));
      request.once("response", resolve);
      request.on("error", (error) => {
        if (error instanceof Fault) reject(error);
        else reject(unreachable(url, limit.aborted ? "timed-out" : connectErrorOf(error), error));
      });
      request.end();
    });

  return async (address, options) => {
    const limit = AbortSignal.any([options.signal, AbortSignal.timeout(options.seconds * 1000)]);
    let url = webAddress(address);
    for (let redirects = 0; ; redirects += 1) {
      const response = await ask(url, options, limit);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
        return toGot(response, url, options, limit);
      response.on("error", () => {});
      response.destroy();
      if (redirects >= MOST_REDIRECTS) throw new Fault("harvest.refused", { address: shown(url), status });
      url = webAddress(location, url);
    }
  };
}

const headersOf = ({ accept, etag, lastModified }: GetOptions): Record<string, string> => ({
  Accept: accept,
  "Accept-Encoding": "gzip, identity;q=0.5",
  "User-Agent": "Jendela-Sulsel-Harvester",
  ...(etag === undefined ? {} : { "If-None-Match": etag }),
  ...(lastModified === undefined || etag !== undefined ? {} : { "If-Modified-Since": lastModified }),
});

function toGot(response: IncomingMessage, url: URL, { maxBytes }: GetOptions, limit: AbortSignal): Got {
  const status = response.statusCode ?? 0;
  response.on("error", () => {});
  if (status !== 200 && status !== 304) {
    response.destroy();
    throw new Fault("harvest.refused", { address: shown(url), status });
  }
  const tooLarge = new Fault("harvest.too-large", { address: shown(url), limit: maxBytes });
  const { headers } = response;
  if (Number(headers["content-length"] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge;
  }
  const zipped = headers["content-encoding"] === "gzip" || headers["content-encoding"] === "x-gzip";
  return {
    changed: status === 200,
    address: url.href,
    etag: headers.etag,
    lastModified: headers["last-modified"],
    type: (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "",
    link: [headers.link ?? []].flat().join(", ") || undefined,
    disposition: headers["content-disposition"],
    body: measured(response, zipped, maxBytes, tooLarge, (error) =>
      unreachable(url, limit.aborted ? "timed-out" : "not-reachable", error),
    ),
  };
}

/** The bytes as they are meant, counted; when anything breaks all of it ends, with one fault. */
function measured(
  response: IncomingMessage,
  zipped: boolean,
  maxBytes: number,
  tooLarge: Fault,
  broken: (error: Error) => Fault,
): Readable {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooLarge);
      else done(null, chunk);
    },
  });
  const gunzip = zipped ? createGunzip() : undefined;
  const fail = (error: Error): void => void counted.destroy(error instanceof Fault ? error : broken(error));
  response.on("error", fail);
  response.on("timeout", () => response.destroy(new Error("silent")));
  gunzip?.on("error", fail);
  // Once it is over for whoever reads, nothing is taken from the other server any more.
  counted.once("close", () => {
    gunzip?.destroy();
    response.destroy();
  });
  (gunzip === undefined ? response : response.pipe(gunzip)).pipe(counted);
  return counted;
}

const unreachable = (url: URL, reason: ConnectError | "timed-out", cause?: unknown): Fault =>
  new Fault("harvest.unreachable", { address: shown(url), reason }, {}, cause);

/** Never more of an address than its place: what follows a question mark may be somebody's key. */
const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`.slice(0, 300);

/** Throws `harvest.unreachable` for anything but http and https. */
function webAddress(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && `${url.username}${url.password}` === "") return url;
  throw new Fault("harvest.unreachable", { address: address.slice(0, 300), reason: "address-not-allowed" });
}

/** All of a document as text. */
export async function readWhole({ body }: Got): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece as Buffer); // bytes: no encoding was set
  return Buffer.concat(pieces).toString("utf8");
}
