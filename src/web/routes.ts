/** The pages, a router for each group of them. HTML from the server, from the same read functions as every other outlet. */
import { Router } from "express";
import { accountRoutes } from "./account.tsx";
import { sendAsset } from "./assets.ts";
import { catalogueRoutes } from "./catalogue.tsx";
import { datasetPageRoutes } from "./dataset.tsx";
import type { WebDeps } from "./deps.ts";
import { homeRoutes } from "./home.tsx";
import { messageRoutes } from "./messages.tsx";
import { reviewRoutes } from "./review.tsx";
import { versionPageRoutes } from "./review-versions.tsx";
import { signInRoutes } from "./sign-in.tsx";
import { staffDoor } from "./staff.ts";

export function pageRoutes(deps: WebDeps): Router {
  const router = Router();
  router.use(staffDoor(deps));
  router.use(signInRoutes(deps));
  router.use(homeRoutes(deps));
  router.use(catalogueRoutes(deps));
  router.use(datasetPageRoutes(deps));
  router.use(versionPageRoutes(deps));
  router.use(reviewRoutes(deps));
  router.use(messageRoutes(deps));
  router.use(accountRoutes(deps));
  router.get("/assets/:file", sendAsset);
  return router;
}
