/** SDMX REST 2 (https://github.com/sdmx-twg/sdmx-rest): structures, data and its availability, of every dataset with roles, read only. */
import { Router } from "express";
import { sendAvailability } from "./availability-routes.ts";
import { sendData } from "./data-routes.ts";
import { answerSdmxErrors } from "./error.ts";
import { type SdmxDeps, sendStructure } from "./structure-routes.ts";

export function sdmxRoutes(deps: SdmxDeps): Router {
  const router = Router();
  router.get(
    [
      "/sdmx/structure/:type",
      "/sdmx/structure/:type/:agency",
      "/sdmx/structure/:type/:agency/:id",
      "/sdmx/structure/:type/:agency/:id/:version",
    ],
    (request, response) => sendStructure(deps, request, response),
  );
  router.get(
    [
      "/sdmx/data/:context/:agency/:id",
      "/sdmx/data/:context/:agency/:id/:version",
      "/sdmx/data/:context/:agency/:id/:version/:key",
    ],
    (request, response) => sendData(deps, request, response),
  );
  router.get(
    [
      "/sdmx/availability/:context/:agency/:id",
      "/sdmx/availability/:context/:agency/:id/:version",
      "/sdmx/availability/:context/:agency/:id/:version/:key",
      "/sdmx/availability/:context/:agency/:id/:version/:key/:component",
    ],
    (request, response) => sendAvailability(deps, request, response),
  );
  router.use("/sdmx", answerSdmxErrors);
  return router;
}
