/** Pages of a list by keyset: a cursor holds the sort values of the last row, never an offset. */
import { Fault } from "../kernel/fault.ts";

/** As every connection of the contract shows it. */
export interface Page<T> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

/** Rows are fetched one more than asked for: the surplus says that there is a next page. */
export function toPage<T>(
  fetched: readonly T[],
  first: number,
  totalCount: number,
  cursorOf: (node: T) => string,
): Page<T> {
  const nodes = fetched.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    totalCount,
    nodes,
    edges,
    pageInfo: { hasNextPage: fetched.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** `list` names the list and its order, so that a cursor of another one is refused. */
export const encodeCursor = (list: string, ...values: readonly string[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString("base64url");

/** The `count` values of a cursor of this list. Throws `request.bad-cursor`. */
export function decodeCursor(cursor: string, list: string, count: number): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parts) && parts.length === count + 1 && parts[0] === list) {
      const values = parts.slice(1);
      if (values.every((value): value is string => typeof value === "string" && !value.includes("\0"))) return values;
    }
  } catch {
    // refused below, like every other cursor that is not ours
  }
  throw new Fault("request.bad-cursor");
}

/** A whole number as a cursor carries it. Throws `request.bad-cursor`. */
export function wholeFromCursor(value: string | undefined): string {
  if (value !== undefined && /^-?\d{1,18}$/.test(value)) return value;
  throw new Fault("request.bad-cursor");
}
