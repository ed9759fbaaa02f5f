/**
 * The other server, as its contract shows it: the feed of changes, Data Packages, whole files and differences. Only the server that was
 * given is asked (and whereto it redirects), never an address that an answer's text names. A server that is busy or away for a moment is asked again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import { BadAnswer, type Description, parseDescription, parseJson } from "./description.ts";

/** The server's own refusal. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export interface ChangesPage {
  readonly slugs: readonly DatasetSlug[];
  readonly hasNextPage: boolean;
  readonly next: string;
}

/** Absent: withdrawn with the server's reason, or not there (for us). */
export type Found =
  | { readonly kind: "there"; readonly description: Description }
  | { readonly kind: "withdrawn" | "removed"; readonly reason: string };

export interface Remote {
  /** Its address, without a slash at its end. */
  readonly source: string;
  readonly changes: (since: string | undefined, waitSeconds: number) => Promise<ChangesPage>;
  readonly describe: (slug: DatasetSlug) => Promise<Found>;
  readonly csv: (description: Description) => Promise<AsyncIterable<Uint8Array>>;
  readonly diff: (from: Description, to: Description) => Promise<AsyncIterable<Uint8Array>>;
}

interface RemoteOptions {
  /** Sent as a bearer token; absent: as the public. */
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
}

const PAGE = 1000;
const RETRY_MS = [500, 2_000, 8_000] as const;
const LONGEST_PAUSE_MS = 60_000;
const BUSY = [429, 502, 503, 504];

export function openRemote(url: string, { token, signal }: RemoteOptions): Remote {
  const source = url.replace(/\/+$/, "");
  const headers = {
    "User-Agent": "jendela-follow",
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  const get = async (path: string): Promise<Response> => {
    for (let attempt = 0; ; attempt += 1) {
      const pause = RETRY_MS[attempt];
      try {
        const response = await fetch(`${source}${path}`, { headers, signal, redirect: "follow" });
        if (response.ok) return response;
        if (pause === undefined || !BUSY.includes(response.status)) throw await refusalOf(response);
        const asked = Number(response.headers.get("retry-after")) * 1000;
        await response.body?.cancel();
        await sleep(Math.min(asked > 0 ? asked : pause, LONGEST_PAUSE_MS), undefined, { signal });
      } catch (error) {
        if (error instanceof Refusal || signal.aborted || pause === undefined) throw error;
        await sleep(pause, undefined, { signal });
      }
    }
  };
  const body = async (path: string): Promise<AsyncIterable<Uint8Array>> => {
    const response = await get(path);
    if (response.body === null) throw new BadAnswer(`nothing came from ${path}`);
    return response.body;
  };
  return {
    source,
    changes: async (since, waitSeconds) => {
      const query = new URLSearchParams({
        first: String(PAGE),
        ...(since === undefined ? {} : { since }),
        ...(waitSeconds > 0 ? { _wait: String(waitSeconds) } : {}),
      });
      return readPage(await (await get(`/api/v1/changes?${query}`)).text());
    },
    describe: async (slug) => {
      try {
        const text = await (await get(`/dataset/${slug}/datapackage.json`)).text();
        return { kind: "there", description: parseDescription(text, slug) };
      } catch (error) {
        if (error instanceof Refusal && error.status === 410) return { kind: "withdrawn", reason: error.message };
        if (error instanceof Refusal && error.status === 404) return { kind: "removed", reason: error.message };
        throw error;
      }
    },
    csv: ({ slug, version }) => body(`/download/${slug}/v${version}.csv`),
    diff: (from, to) => body(`/download/${to.slug}/v${from.version}..v${to.version}.diff.csv`),
  };
}

async function refusalOf(response: Response): Promise<Refusal> {
  const text = (await response.text()).slice(0, 10_000);
  try {
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown }; // whatever it is, it becomes text
    return new Refusal(response.status, String(code), `${response.status} ${String(detail)}`);
  } catch {
    return new Refusal(response.status, "", `${response.status} ${response.statusText}`);
  }
}

function readPage(text: string): ChangesPage {
  const { changes, hasNextPage, next } = parseJson(text) as Partial<
    Record<"changes" | "hasNextPage" | "next", unknown>
  >; // checked below
  if (!Array.isArray(changes) || typeof next !== "string") throw new BadAnswer("not a page of changes");
  const slugs = changes.map((change: unknown) => {
    const slug = typeof change === "object" && change !== null && "dataset" in change ? change.dataset : undefined;
    if (typeof slug === "string" && isDatasetSlug(slug)) return slug;
    throw new BadAnswer("a change without a dataset");
  });
  return { slugs, hasNextPage: hasNextPage === true, next };
}
