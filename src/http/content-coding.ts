/**
 * `Content-Encoding`: what the client accepts, what is kept, and what this Node can make. A kept encoding is preferred since it costs
 * nothing; else the one that is made quickest for its size. zstd is offered where Node has it (22.15 and later).
 */
import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import zlib from "node:zlib";
import Negotiator from "negotiator";
import type { Coding } from "../formats/codings.ts";

/** Node before 22.15 has no zstd. */
const { createZstdCompress } = zlib as { createZstdCompress?: () => Transform };

const MAKERS: { readonly [C in Coding]?: (() => Transform) | undefined } = {
  zstd: createZstdCompress,
  br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => zlib.createGzip({ level: 5 }),
};

const MADE: readonly Coding[] = (["zstd", "br", "gzip"] as const).filter((coding) => MAKERS[coding] !== undefined);

/** The best of `available` that the client accepts, or undefined for none. A client that says nothing gets no encoding. */
export function chooseCoding<C extends Coding>(request: IncomingMessage, available: readonly C[]): C | undefined {
  if (request.headers["accept-encoding"] === undefined) return undefined;
  // The types describe the version before; since 1.0 the server's own order decides between what the client likes equally.
  const negotiator = new Negotiator(request) as {
    encodings(available: readonly string[], options: { preferred: readonly string[] }): string[];
  };
  const [best] = negotiator.encodings([...available, "identity"], { preferred: available });
  return available.find((coding) => coding === best);
}

/** What can be made on the way. */
export const makeableCodings = (): readonly Coding[] => MADE;

/** A compressor, or undefined where this Node has none. */
export const createCompressor = (coding: Coding): Transform | undefined => MAKERS[coding]?.();
