/** A statement that runs: told when it took long, and a span of whoever is traced. Its text has no values; those are bound. */
import type { Observe } from "../kernel/effects.ts";
import { isTraced, traced } from "../kernel/traced.ts";

export type WatchStatement = <T>(text: string, run: () => Promise<T>) => Promise<T>;

const LONGEST_TEXT = 2000;

/** @param slowMs  From this on a statement is told; 0: none is. */
export function createWatchStatement(observe: Observe, slowMs: number): WatchStatement {
  const timed: WatchStatement = async (text, run) => {
    const began = performance.now();
    try {
      return await run();
    } finally {
      const ms = performance.now() - began;
      if (slowMs > 0 && ms >= slowMs)
        observe({ kind: "slow-query", level: "warn", ms: Math.round(ms), statement: shorten(text) });
    }
  };
  return (text, run) =>
    isTraced()
      ? traced(verbOf(text), { "db.system.name": "postgresql", "db.query.text": shorten(text) }, () => timed(text, run))
      : timed(text, run);
}

const shorten = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);

const verbOf = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "SQL";
