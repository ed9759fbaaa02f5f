/** The application: every outlet, in the order in which a request meets them. One of the three files that know every room. */
import type { RequestListener } from "node:http";
import express, { type Express } from "express";
import type { Pool } from "pg";
import { adminRoutes } from "./api/admin.ts";
import { changeRoutes } from "./api/changes.ts";
import { datasetRoutes } from "./api/datasets.ts";
import { harvestRoutes } from "./api/harvest.ts";
import { openapiRoutes } from "./api/openapi.ts";
import { recipeRoutes } from "./api/recipes.ts";
import { uploadRoutes } from "./api/uploads.ts";
import { versionRoutes } from "./api/versions.ts";
import { webhookRoutes } from "./api/webhooks.ts";
import { createDatasetMemory } from "./catalogue/dataset-memory.ts";
import { createOpenDatasets } from "./catalogue/open-datasets.ts";
import { createReferenceMemory } from "./catalogue/reference-memory.ts";
import { isAllowed } from "./catalogue/rights.ts";
import { recordLockOut } from "./catalogue/sessions.ts";
import { followStates } from "./catalogue/states.ts";
import { identifyToken } from "./catalogue/tokens.ts";
import { ckanRoutes } from "./ckan/routes.ts";
import type { Config } from "./config/settings.ts";
import { dcatRoutes } from "./dcat/routes.ts";
import { discoveryRoutes } from "./discovery/routes.ts";
import { openBoundaries } from "./download/boundaries.ts";
import { downloadRoutes } from "./download/routes.ts";
import { feedRoutes } from "./feeds/routes.ts";
import { graphqlRoutes } from "./graphql/server.ts";
import { type FindActor, identify, numberRequests } from "./http/context.ts";
import { announceDeprecated } from "./http/deprecation.ts";
import { answerFirst } from "./http/front.ts";
import { openToAllOrigins, securityHeaders } from "./http/headers.ts";
import { healthRoutes } from "./http/health.ts";
import { createKeptAnswers } from "./http/kept-answers.ts";
import type { Log } from "./http/log.ts";
import type { Metrics } from "./http/metrics.ts";
import { answerFaults, answerNotFound } from "./http/problem.ts";
import { limitRate } from "./http/rate-limit.ts";
import { createSessions } from "./http/session.ts";
import { createSignInLimit } from "./http/sign-in-limit.ts";
import { createSingleSignOn } from "./http/single-sign-on.ts";
import { createStepCookie } from "./http/step-cookie.ts";
import { traceRequests } from "./http/trace.ts";
import type { IntakeDeps } from "./intake/deps.ts";
import { forgetUnfinished } from "./intake/unfinished.ts";
import { odataRoutes } from "./odata/routes.ts";
import { OPERATIONS } from "./openapi/document.ts";
import type { ReleaseDeps } from "./release/deps.ts";
import type { KeptFiles } from "./release/kept-files.ts";
import { sdmxRoutes } from "./sdmx/routes.ts";
import { makeFaultPage } from "./web/fault-page.tsx";
import { pageRoutes } from "./web/routes.ts";
import { createSend } from "./webhooks/send.ts";

export interface AppDeps extends IntakeDeps, ReleaseDeps {
  readonly config: Config;
  readonly kept: KeptFiles;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
  /** Connections for counting what is limited. */
  readonly pool: Pool;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Aborts when the server is asked to stop. */
  readonly stopping: AbortSignal;
}

export interface App {
  readonly answer: RequestListener;
  /** Every route, for whoever has to know them all. */
  readonly routes: Express;
}

export async function createApp(deps: AppDeps): Promise<App> {
  const { config, store, effects, metrics, log } = deps;
  const answers = createKeptAnswers(await followStates(store), config.answerCacheMb * 1024 ** 2);
  const app = express();
  app.set("trust proxy", config.trustProxy ? 1 : false);
  app.set("etag", false);
  app.set("query parser", "simple");
  const watches = [log.requests, metrics.timeRequests, ...(config.otlpEndpoint === undefined ? [] : [traceRequests])];
  app.use(numberRequests, ...watches, securityHeaders, openToAllOrigins);
  app.use(announceDeprecated(OPERATIONS, deps.baseUrl));
  app.use(healthRoutes({ registry: metrics.registry, store }));
  const findActor: FindActor = (token) => identifyToken(store, token, effects);
  const recallOpen = createOpenDatasets(store, answers.states);
  const recallReference = createReferenceMemory(store, answers.states);
  // Ahead of the door: CKAN's clients send a token without "Bearer", and one that nobody bears is no reason to refuse.
  app.use(ckanRoutes({ ...deps, answers, findActor, recallOpen, recallReference }));
  app.use(identify(findActor));
  app.use(await graphqlRoutes({ ...deps, answers, schemaSunsetDays: config.schemaSunsetDays }));
  const limitUploads = limitRate(deps.pool, { name: "uploads", points: config.uploadsPerHour, seconds: 3600 });
  app.use(uploadRoutes({ ...deps, limitUploads }));
  app.use(datasetRoutes(deps));
  app.use(changeRoutes(deps));
  app.use(
    webhookRoutes({
      ...deps,
      send: createSend(config.webhookNetworks),
      key: config.webhookKey,
      plainHttp: config.webhookHttp,
      limitTests: limitRate(deps.pool, { name: "webhook-tests", points: 60, seconds: 3600 }),
    }),
  );
  app.use(harvestRoutes(deps));
  app.use(openapiRoutes(deps));
  app.use(recipeRoutes(deps));
  app.use(versionRoutes({ ...deps, forgetUnfinished: (slug) => forgetUnfinished(deps, slug) }));
  app.use(adminRoutes(deps));
  const boundaries = config.boundaries === undefined ? undefined : openBoundaries(config.boundaries, store);
  app.use(downloadRoutes({ ...deps, boundaries }));
  app.use(sdmxRoutes(deps));
  app.use(odataRoutes({ store, states: answers.states, baseUrl: deps.baseUrl }));
  app.use(feedRoutes({ ...deps, states: answers.states }));
  const recallDataset = createDatasetMemory(answers.states);
  app.use(discoveryRoutes({ ...deps, answers, recallOpen, recallReference, recallDataset }));
  // Ahead of the pages, whose addresses it shares.
  app.use(
    dcatRoutes({
      ...deps,
      answers,
      recallOpen,
      recallReference,
      recallDataset,
      contactEmail: config.contactEmail,
    }),
  );
  app.use(pageRoutes({ ...deps, answers, states: answers.states, limitUploads, ...signingIn(deps) }));
  app.use(answerNotFound);
  app.use(answerFaults(effects.observe, makeFaultPage));
  return { answer: answerFirst(answers, watches, app), routes: app };
}

/** Everything that signing in with a browser needs. */
function signingIn({ config, store, effects, pool, baseUrl }: AppDeps) {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, oidcClaim: claim } = config;
  const life = { hours: config.sessionHours, idleMinutes: config.sessionIdleMinutes };
  return {
    sessions: createSessions({
      store,
      effects,
      life,
      baseUrl,
      demandsSecondStep: (actor) =>
        config.requireSecondStep === "everybody" ||
        (config.requireSecondStep === "reviewers" && isAllowed(actor, "upload.return")),
    }),
    signInLimit: createSignInLimit(pool, (name) => store.write((tx) => recordLockOut(tx, name, effects.now()))),
    stepCookie: createStepCookie(baseUrl),
    singleSignOn:
      issuer === undefined ? undefined : createSingleSignOn({ issuer, clientId, clientSecret, claim, baseUrl }),
    secretsKey: config.webhookKey,
    plainHttp: config.webhookHttp,
  };
}
