/** `/healthz`: the process lives. `/readyz`: the database answers and everything that start does is done. `/metrics` for Prometheus. */
import { Router } from "express";
import type { Registry } from "prom-client";
import { Fault } from "../kernel/fault.ts";

export interface HealthDeps {
  readonly registry: Registry;
  /** Resolves when the database answers; rejects otherwise. */
  readonly ping: () => Promise<void>;
}

export function healthRoutes({ registry, ping }: HealthDeps): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.setHeader("Cache-Control", "no-store").json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    await ping().catch((error: unknown) => {
      throw new Fault("server.database-away", {}, {}, error);
    });
    response.setHeader("Cache-Control", "no-store").json({ status: "ready" });
  });
  router.get("/metrics", async (_request, response) => {
    response
      .setHeader("Cache-Control", "no-store")
      .type(registry.contentType)
      .send(await registry.metrics());
  });
  return router;
}
