/** Asks the server as people and machines do, knowing that it may die in the middle: an answer that is cut off is no answer. */

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly json: Json;
}

export interface Client {
  /** Undefined: cut off. Whatever the server answers unlawfully is kept among the complaints. */
  readonly call: (path: string, init?: RequestInit & { readonly as?: string }) => Promise<Answer | undefined>;
  readonly complaints: readonly string[];
}

/** @param mayBeAway  The database is being killed: 503 with `Retry-After` is lawful. */
export function createClient(url: string, mayBeAway: () => boolean): Client {
  const complaints: string[] = [];
  return {
    complaints,
    call: async (path, { as, headers, ...init } = {}) => {
      const named = { ...(as === undefined ? {} : { Authorization: `Bearer ${as}` }), ...headers };
      let response: Response;
      let bytes: Buffer;
      try {
        response = await fetch(`${url}${path}`, {
          redirect: "manual",
          signal: AbortSignal.timeout(120_000),
          ...init,
          headers: named,
        });
        bytes = Buffer.from(await response.arrayBuffer());
      } catch {
        return undefined;
      }
      const { status } = response;
      const isAway = status === 503 && response.headers.has("retry-after") && mayBeAway();
      if (status >= 500 && !isAway)
        complaints.push(`${init.method ?? "GET"} ${path}: ${status} ${bytes.toString().slice(0, 400)}`);
      return { status, headers: response.headers, bytes, json: parse(bytes, response.headers) };
    },
  };
}

export const asJson = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

function parse(bytes: Buffer, headers: Headers): Json {
  if (!/json/.test(headers.get("content-type") ?? "")) return {};
  try {
    return JSON.parse(bytes.toString()) as Json;
  } catch {
    return {};
  }
}
