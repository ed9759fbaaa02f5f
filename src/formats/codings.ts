/**
 * Encodings that are kept beside a text file, so that sending one costs nothing: `csv.gz` is the csv as gzip. Everybody takes gzip; zstd is
 * smaller and quicker to unpack, and kept where Node has it (22.15 and later). Brotli is not kept: at a like size it takes ten times as long.
 */
import type { Transform } from "node:stream";
import zlib from "node:zlib";

/** A value of `Content-Encoding`. */
export type Coding = "gzip" | "br" | "zstd";

interface KeptCoding {
  readonly coding: Coding;
  /** Behind the file's own ending. */
  readonly suffix: string;
  readonly createCompressor: () => Transform;
}

/** Node before 22.15 has no zstd. */
const { createZstdCompress } = zlib as { createZstdCompress?: (options: object) => Transform };
const ZSTD_LEVEL_PARAMETER = 100;

/** The smallest first. */
export const KEPT_CODINGS: readonly KeptCoding[] = [
  ...(createZstdCompress === undefined
    ? []
    : [
        {
          coding: "zstd" as const,
          suffix: "zst",
          createCompressor: () => createZstdCompress({ params: { [ZSTD_LEVEL_PARAMETER]: 9 } }),
        },
      ]),
  { coding: "gzip", suffix: "gz", createCompressor: () => zlib.createGzip({ level: 6 }) },
];
