/** `/healthz`: the process lives. `/readyz`: the database answers and everything that start does is done. `/metrics` for Prometheus. */
import { Router } from "express";
import type { Registry } from "prom-client";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";

export interface HealthDeps {
  readonly registry: Registry;
  readonly store: Store;
}

export function healthRoutes({ registry, store }: HealthDeps): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.setHeader("Cache-Control", "no-store").json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    await store
      .read((tx) => tx.query("select 1"))
      .catch((error: unknown) => {
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
