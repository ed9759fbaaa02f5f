/** What people do over HTTP, in a line each: declare a dataset, send a file and wait for its check, decide, publish. */
import { expect, vi } from "vitest";
import type { TestServer } from "./server.ts";

export type Json = Record<string, unknown>;

export interface ShownUpload extends Json {
  readonly id: string;
  readonly status: string;
  readonly report: {
    readonly errors: number;
    readonly warnings: number;
    readonly notes: number;
    readonly byCode: Readonly<Record<string, number>>;
    readonly issues: readonly Json[];
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export interface Officer {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
  readonly put: (path: string, body: unknown) => Promise<Answer>;
  /** Throws when it is refused. */
  readonly declare: (pkg: unknown) => Promise<void>;
  /** Sends a file and waits until it has been checked. */
  readonly send: (slug: string, content: string | Uint8Array, fields?: Record<string, string>) => Promise<ShownUpload>;
  /** Decides and waits until the file has been checked again. */
  readonly decide: (id: string, decisions: readonly unknown[]) => Promise<ShownUpload>;
}

export function officerOf(server: TestServer, token: string): Officer {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await server.call(path, {
      method,
      as: token,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const checked = async (id: string): Promise<ShownUpload> => {
    return vi.waitFor(
      async () => {
        const upload = (await ask("GET", `/api/v1/uploads/${id}`)).body as ShownUpload;
        if (/received|checking/.test(upload.status)) throw new Error(`upload ${id} is still ${upload.status}`);
        return upload;
      },
      { timeout: 25_000, interval: 50 },
    );
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
    declare: async (pkg) => {
      expect(await ask("POST", "/api/v1/datasets", pkg)).toMatchObject({ status: 201 });
    },
    send: async (slug, content, { name = "data.csv", ...fields } = {}) => {
      const body = new FormData();
      for (const [key, value] of Object.entries(fields)) body.append(key, value);
      body.append("file", new File([content as string], name));
      const response = await server.call(`/api/v1/datasets/${slug}/uploads`, { method: "POST", body, as: token });
      expect(response.status).toBe(202);
      return checked(((await response.json()) as { id: string }).id);
    },
    decide: async (id, decisions) => {
      expect(await ask("POST", `/api/v1/uploads/${id}/decisions`, decisions)).toMatchObject({ status: 200 });
      return checked(id);
    },
  };
}
