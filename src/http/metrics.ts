/** Counters for Prometheus. What happened is observed once, as a value; this sink counts it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Observation, Observe } from "../kernel/effects.ts";
import { pathOf } from "./context.ts";

export interface Metrics {
  readonly registry: Registry;
  readonly count: Observe;
  readonly timeRequests: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "jendela_" });
  const events = new Counter({
    name: "jendela_events_total",
    help: "What happened, by kind",
    labelNames: ["kind"],
    registers: [registry],
  });
  const requests = new Histogram({
    name: "jendela_request_seconds",
    help: "Requests by outlet, method and status",
    labelNames: ["outlet", "method", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const work = new Histogram({
    name: "jendela_work_seconds",
    help: "How long work took, by kind: checking an upload, publishing it, a slow statement",
    labelNames: ["kind"],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800],
    registers: [registry],
  });
  const count = (what: Observation): void => {
    events.inc({ kind: what.kind });
    if (typeof what.ms === "number") work.observe({ kind: what.kind }, what.ms / 1000);
  };
  const timeRequests = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const stop = requests.startTimer();
    response.once("close", () =>
      stop({ outlet: outletOf(pathOf(request)), method: request.method ?? "", status: String(response.statusCode) }),
    );
    next();
  };
  return { registry, count, timeRequests };
}

/** The first part of a known path; anything else is "other", so that hostile paths make no new series. */
const OUTLETS = new Set(
  `api assets catalog dataset datastore download feeds graphql healthz indikator instansi kerja masuk metrics odata readyz sdmx topik
   wilayah`.split(/\s+/),
);

function outletOf(path: string): string {
  const first = path.split("/", 2)[1] ?? "";
  if (first === "") return "home";
  return OUTLETS.has(first) ? first : "other";
}
