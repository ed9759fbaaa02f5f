/**
 * The outer form of a backup: a line that says what it is, then frames. Each frame is compressed where that helps, and sealed: with a key
 * by AES-256-GCM (number of the frame as nonce, the line as associated data), without one by a hash against accidents. The last frame
 * says that it is the last, so a file that was cut, joined or put in another order is never taken for a whole one.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { z } from "zod";
import { Fault } from "../kernel/fault.ts";
import { type ByteReader, readBytes } from "./bytes.ts";

const MARK = "JENDELA-BACKUP 1 ";
const MAX_HEADER = 2_000;
const CHUNK = 512 * 1024;
const TAG = 16;
const COMPRESSED = 1;
const LAST = 2;

const headerShape = z.object({ salt: z.base64().nullable() });

const deflate = promisify<Buffer, { level: number }, Buffer>(deflateRaw);
const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

/** @param secret  Of any length; absent: not encrypted. */
export async function* sealFrames(plain: AsyncIterable<Buffer>, secret: string | undefined): AsyncGenerator<Buffer> {
  const salt = secret === undefined ? null : randomBytes(16);
  const line = `${MARK}${JSON.stringify({ salt: salt?.toString("base64") ?? null })}\n`;
  yield Buffer.from(line);
  const { seal } = sealer(line, secret === undefined || salt === null ? undefined : await keyOf(secret, salt));
  // The first frame holds nothing: it tells a wrong key from a damaged file.
  yield seal(0, 0, Buffer.alloc(0));
  let number = 1;
  for await (const chunk of inChunks(plain)) {
    const smaller = await deflate(chunk, { level: 1 });
    const helps = smaller.length < chunk.length;
    yield seal(number++, helps ? COMPRESSED : 0, helps ? smaller : chunk);
  }
  yield seal(number, LAST, Buffer.alloc(0));
}

/** Throws `backup.unknown-form`, `backup.needs-key`, `backup.wrong-key`, `backup.damaged`. */
export async function* openFrames(file: AsyncIterable<Buffer>, secret: string | undefined): AsyncGenerator<Buffer> {
  const reader = readBytes(file);
  const line = await readHeader(reader);
  const { salt } = parseHeader(line);
  if (salt !== null && secret === undefined) throw new Fault("backup.needs-key");
  const key = salt === null || secret === undefined ? undefined : await keyOf(secret, Buffer.from(salt, "base64"));
  const { open } = sealer(line, key);
  for (let number = 0; ; number += 1) {
    const length = (await reader.take(4)).readUInt32BE();
    if (length < TAG + 1 || length > CHUNK + 1024) throw new Fault("backup.damaged");
    const opened = open(number, await reader.take(length));
    if (opened === undefined)
      throw new Fault(number === 0 && key !== undefined ? "backup.wrong-key" : "backup.damaged");
    const { flags, payload } = opened;
    if (flags === LAST) break;
    yield flags === COMPRESSED
      ? await inflate(payload, { maxOutputLength: CHUNK }).catch(() => {
          throw new Fault("backup.damaged");
        })
      : payload;
  }
  if (!(await reader.isAtEnd())) throw new Fault("backup.damaged");
}

async function readHeader(reader: ByteReader): Promise<string> {
  const mark = await reader.take(MARK.length).catch(() => Buffer.alloc(0));
  if (mark.toString("latin1") !== MARK) throw new Fault("backup.unknown-form");
  let line = MARK;
  while (!line.endsWith("\n")) {
    if (line.length > MAX_HEADER) throw new Fault("backup.damaged");
    line += (await reader.take(1)).toString("latin1");
  }
  return line;
}

function parseHeader(line: string): z.output<typeof headerShape> {
  try {
    return headerShape.parse(JSON.parse(line.slice(MARK.length)));
  } catch {
    throw new Fault("backup.damaged");
  }
}

/** A key of its own for each file, so that numbers may be nonces. */
const keyOf = (secret: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(secret.normalize(), salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

function sealer(line: string, key: Buffer | undefined) {
  const nonceOf = (number: number): Buffer => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(number, 8);
    return nonce;
  };
  const hash = (number: number, body: Buffer): Buffer =>
    createHash("sha256").update(line).update(nonceOf(number)).update(body).digest().subarray(0, TAG);
  return {
    seal: (number: number, flags: number, payload: Buffer): Buffer => {
      let body = Buffer.concat([Buffer.from([flags]), payload]);
      let tag: Buffer;
      if (key === undefined) tag = hash(number, body);
      else {
        const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number)).setAAD(Buffer.from(line));
        body = Buffer.concat([cipher.update(body), cipher.final()]);
        tag = cipher.getAuthTag();
      }
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length + TAG);
      return Buffer.concat([length, body, tag]);
    },
    /** Undefined when it is not what was sealed. */
    open: (number: number, sealed: Buffer): { readonly flags: number; readonly payload: Buffer } | undefined => {
      let body = sealed.subarray(0, -TAG);
      const tag = sealed.subarray(-TAG);
      if (key === undefined) {
        if (!hash(number, body).equals(tag)) return undefined;
      } else {
        const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number))
          .setAAD(Buffer.from(line))
          .setAuthTag(tag);
        try {
          body = Buffer.concat([decipher.update(body), decipher.final()]);
        } catch {
          return undefined;
        }
      }
      return { flags: body[0] ?? -1, payload: body.subarray(1) };
    },
  };
}

async function* inChunks(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of plain) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < CHUNK) continue;
    const all = Buffer.concat(waiting);
    const whole = all.length - (all.length % CHUNK);
    for (let at = 0; at < whole; at += CHUNK) yield all.subarray(at, at + CHUNK);
    waiting = [all.subarray(whole)];
    bytes = all.length - whole;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
