/** What a worker answers over HTTP: whether it lives, whether its database does, and its figures. Everything else is 404. */
import type { RequestListener } from "node:http";
import express from "express";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import { numberRequests } from "./context.ts";
import { securityHeaders } from "./headers.ts";
import { healthRoutes } from "./health.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { answerFaults, answerNotFound } from "./problem.ts";

interface WatchedDeps {
  readonly store: Store;
  readonly effects: Effects;
  readonly log: Log;
  readonly metrics: Metrics;
}

export function createWatched({ store, effects, log, metrics }: WatchedDeps): RequestListener {
  const app = express();
  app.use(numberRequests, log.requests, metrics.timeRequests, securityHeaders);
  app.use(healthRoutes({ registry: metrics.registry, store }));
  app.use(answerNotFound);
  app.use(answerFaults(effects.observe));
  return app;
}
