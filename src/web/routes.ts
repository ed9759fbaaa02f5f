/** The pages, a router for each group of them. HTML from the server, from the same read functions as every other outlet. */
import { Router } from "express";
import { aboutPageRoutes } from "./about.tsx";
import { accountRoutes } from "./account.tsx";
import { adminRoutes } from "./admin.tsx";
import { agencyPageRoutes } from "./agency.tsx";
import { sendAsset } from "./assets.ts";
import { catalogueRoutes } from "./catalogue.tsx";
import { datasetPageRoutes } from "./dataset.tsx";
import type { WebDeps } from "./deps.ts";
import { deskRoutes } from "./desk.tsx";
import { metadataRoutes } from "./desk-metadata.tsx";
import { newDatasetRoutes } from "./desk-new.tsx";
import { resumableRoutes } from "./desk-resumable.ts";
import { homeRoutes } from "./home.tsx";
import { indicatorPageRoutes } from "./indicator.tsx";
import { messageRoutes } from "./messages.tsx";
import { referenceRoutes } from "./reference.tsx";
import { regionPageRoutes } from "./region.tsx";
import { reviewRoutes } from "./review.tsx";
import { versionPageRoutes } from "./review-versions.tsx";
import { signInRoutes } from "./sign-in.tsx";
import { staffDoor } from "./staff.ts";

export function pageRoutes(deps: WebDeps): Router {
  const router = Router();
  router.use(staffDoor(deps));
  router.use(signInRoutes(deps));
  router.use(homeRoutes(deps));
  router.use(indicatorPageRoutes(deps));
  router.use(regionPageRoutes(deps));
  router.use(agencyPageRoutes(deps));
  router.use(aboutPageRoutes(deps));
  router.use(catalogueRoutes(deps));
  router.use(datasetPageRoutes(deps));
  router.use(versionPageRoutes(deps));
  router.use(reviewRoutes(deps));
  router.use(messageRoutes(deps));
  router.use(deskRoutes(deps));
  router.use(metadataRoutes(deps));
  router.use(newDatasetRoutes(deps));
  router.use(resumableRoutes(deps));
  router.use(accountRoutes(deps));
  router.use(adminRoutes(deps));
  router.use(referenceRoutes());
  router.get("/assets/:file", sendAsset);
  return router;
}
