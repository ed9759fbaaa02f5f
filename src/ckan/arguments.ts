/**
 * The arguments of an action, in every form in which clients send them: in the address, as JSON, as multipart, as a form, and as the form
 * whose only key is a JSON text (what `curl -d '{…}'` sends). All are merged; the address wins. Nothing is ever a file.
 */
import busboy from "busboy";
import express, { type Request, type Response } from "express";
import { BadRequest } from "./error.ts";

export type Arguments = ReadonlyMap<string, unknown>;

const MAX_BODY = "1mb";
const MAX_PARTS = 200;
const MAX_PART = 1_000_000;

const readText = express.text({ limit: MAX_BODY, type: () => true });

export async function readArguments(request: Request, response: Response): Promise<Arguments> {
  const merged = new Map<string, unknown>();
  if (request.method === "POST") for (const [name, value] of await readBody(request, response)) merged.set(name, value);
  for (const [name, value] of Object.entries(request.query)) merged.set(name, value);
  return merged;
}

type Pairs = Iterable<readonly [string, unknown]>;

async function readBody(request: Request, response: Response): Promise<Pairs> {
  if (request.is("multipart/form-data")) return readMultipart(request);
  const text = await new Promise<string>((resolve, reject) => {
    readText(request, response, (error?: unknown) => {
      if (error !== undefined) reject(new BadRequest("JSON Error: the body is larger than 1 MB or cannot be read"));
      else resolve(typeof request.body === "string" ? request.body.trim() : "");
    });
  });
  if (text === "") return [];
  if (request.is("application/x-www-form-urlencoded") && !text.startsWith("{")) return readForm(text);
  return readObject(text);
}

function readForm(text: string): Pairs {
  const form = new URLSearchParams(text);
  const [only = ""] = [...form.keys()];
  // An encoded JSON text is a key without a value.
  if (form.size === 1 && form.get(only) === "" && only.trim().startsWith("{")) return readObject(only);
  const names = [...new Set(form.keys())];
  return names.map((name) => {
    const values = form.getAll(name);
    return [name, values.length > 1 ? values : values[0]] as const;
  });
}

function readObject(text: string): Pairs {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`JSON Error: Error decoding JSON data. Error: ${String(error).slice(0, 200)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new BadRequest("JSON Error: Request data JSON decoded to something that is not a dictionary.");
  return Object.entries(value);
}

function readMultipart(request: Request): Promise<Pairs> {
  return new Promise((resolve, reject) => {
    const pairs: [string, unknown][] = [];
    const refuse = (): void => reject(new BadRequest("JSON Error: the multipart body cannot be read"));
    try {
      const parts = busboy({ headers: request.headers, limits: { fields: MAX_PARTS, fieldSize: MAX_PART, files: 0 } });
      parts.on("field", (name, value) => pairs.push([name, value]));
      parts.on("fieldsLimit", refuse);
      parts.on("error", refuse);
      parts.on("close", () => resolve(pairs));
      request.pipe(parts);
    } catch {
      refuse();
    }
  });
}
