/**
 * The server, or a worker alone, from nothing to listening: database → migrations → reference data → sample datasets → queue → application. It listens
 * from the first moment and answers 503 until all of that is done.
 */
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "./app.ts";
import { getDatasetById } from "./catalogue/datasets.ts";
import { askForDueHarvests, listWaitingHarvests, sweepHarvests } from "./catalogue/harvest-runs.ts";
import { refreshIndicators } from "./catalogue/indicator-registry.ts";
import { listWaiting } from "./catalogue/lease.ts";
import { sweepMessages } from "./catalogue/messages.ts";
import { tellPromises } from "./catalogue/promises.ts";
import { indexWaiting } from "./catalogue/search-values.ts";
import { seedReference } from "./catalogue/seed.ts";
import { listUnrendered } from "./catalogue/version-files.ts";
import { createProfiler } from "./catalogue/version-profile.ts";
import { getVersion, tableOfVersion } from "./catalogue/versions.ts";
import { sweepDeliveries } from "./catalogue/webhook-work.ts";
import type { Config } from "./config/settings.ts";
import { endingsOf } from "./formats/formats.ts";
import { runHarvest } from "./harvest/run.ts";
import { addBacklogMetrics } from "./http/backlog-metrics.ts";
import { createLog, type Log } from "./http/log.ts";
import { createMetrics, type Metrics } from "./http/metrics.ts";
import { listen } from "./http/server.ts";
import { startTracing } from "./http/tracing.ts";
import { createWatched } from "./http/watched.ts";
import { importFolder } from "./import-package.ts";
import { createDiskWatch } from "./intake/disk-watch.ts";
import { checkUpload } from "./intake/run.ts";
import { sweepKeptFiles, sweepUploads } from "./intake/sweep.ts";
import type { Handlers, Sweep } from "./jobs/queue.ts";
import { createTurns } from "./jobs/turns.ts";
import { type Effects, realEffects } from "./kernel/effects.ts";
import { type DatasetId, isUploadId, type VersionNumber } from "./kernel/ids.ts";
import { createPost } from "./mail/post.ts";
import { sendLetters } from "./mail/send-letters.ts";
import { createGet } from "./outgoing/get.ts";
import { eraseFiles } from "./release/erase-files.ts";
import { type Retention, retain } from "./release/retain.ts";
import { publishDue } from "./release/schedule.ts";
import { openService, type Service } from "./service.ts";
import { tendTable } from "./store/publish.ts";
import { makeNotReadyPage } from "./web/not-ready-page.ts";
import { askForDeliveries, type DeliverDeps, deliverWebhook } from "./webhooks/deliver.ts";
import { createSend } from "./webhooks/send.ts";

/** The project's own folders, beside `src/` and `dist/` alike. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** How long running answers may take to end when the server stops. */
const GRACE_MS = 10_000;

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Resolves when the server is ready. Throws, with everything closed again, when it cannot be made so or is asked to stop before. */
export function startServer(config: Config, stopAsked: AbortSignal): Promise<RunningServer> {
  return start(config, stopAsked, "server-ready", async ({ service, baseUrl, log, metrics }) => {
    await service.store.write((tx) => seedReference(tx, join(ROOT, "seeds")));
    await refreshIndicators(service.store);
    if (config.samples) await importSamples(service, stopAsked);
    stopAsked.throwIfAborted();
    await beginWork(service, config, baseUrl);
    const app = await createApp({ ...service, config, baseUrl, metrics, log, stopping: stopAsked });
    return app.answer;
  });
}

/** Likewise a worker alone: it does the queue's work, for servers with CHECK_WORKERS=0, and answers only those who watch it. */
export function startWorker(config: Config, stopAsked: AbortSignal): Promise<RunningServer> {
  return start(config, stopAsked, "worker-ready", async ({ service, baseUrl, log, metrics }) => {
    await beginWork(service, config, baseUrl);
    return createWatched({ ...service, log, metrics });
  });
}

interface Parts {
  readonly service: Service;
  /** Public address of the server, for links. */
  readonly baseUrl: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What a server and a worker have in common; `prepare` makes what answers once everything is ready. */
async function start(
  config: Config,
  stopAsked: AbortSignal,
  readyKind: string,
  prepare: (parts: Parts) => Promise<RequestListener>,
): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const tracing = await startTracing(config.otlpEndpoint, config.otelServiceName);
  const effects: Effects = realEffects((what) => {
    log.write(what);
    metrics.count(what);
  });
  const listener = await listen(config.host, config.port, makeNotReadyPage());
  const baseUrl = (config.baseUrl ?? `http://localhost:${listener.port}`).replace(/\/+$/, "");
  let service: Service | undefined;
  const stop = async (): Promise<void> => {
    await listener.close(GRACE_MS);
    await service?.close();
    await tracing.stop();
  };
  try {
    service = await openService(config, effects);
    addBacklogMetrics(metrics.registry, service.store, service.disk);
    const application = await prepare({ service, baseUrl, log, metrics });
    stopAsked.throwIfAborted();
    listener.serve(application);
    effects.observe({ kind: readyKind, url: baseUrl });
    return { url: baseUrl, port: listener.port, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Told in one line, unless debugging: the first lines an operator sees are about their own server. */
async function importSamples(service: Service, stopAsked: AbortSignal): Promise<void> {
  const { observe } = service.effects;
  const effects: Effects = {
    ...service.effects,
    observe: (what) => observe({ ...what, level: what.level ?? "debug" }),
  };
  const imported = await importFolder({ ...service, effects }, join(ROOT, "datasets"), stopAsked);
  const versions = imported.flatMap(({ published }) => published).length;
  if (versions > 0) observe({ kind: "samples-published", datasets: imported.length, versions });
}

/** Takes up the queue's work, and what was left lying by a server that died. */
export async function beginWork(service: Service, config: Config, baseUrl: string): Promise<void> {
  const { checkWorkers } = config;
  if (checkWorkers === 0) return;
  const { store, jobs, kept } = service;
  const delivery = deliveryDeps(service, config, baseUrl);
  // A file that an officer waits for goes before those of a version that is published already.
  const turns = createTurns();
  const handlers: Handlers = {
    "check-upload": async ({ upload }, signal) => {
      if (isUploadId(upload)) await turns.first(() => checkUpload(service, upload, signal));
    },
    "render-version": async ({ dataset, version }, signal) => {
      // Numbers that this server wrote into the queue itself.
      const published = await store.read(async (tx) =>
        getVersion(tx, await getDatasetById(tx, dataset as DatasetId), { number: version as VersionNumber }),
      );
      if (published.withdrawn !== undefined) return;
      await turns.letPass(signal);
      // Nothing depends on it but speed.
      if (published.current)
        await tendTable(store, tableOfVersion(published)).catch((error: unknown) =>
          service.effects.observe({ kind: "table-not-tended", level: "warn", dataset: published.slug, error }),
        );
      await kept.renderAll(published, signal, () => turns.letPass(signal));
    },
    "deliver-webhook": ({ webhook }, signal) => deliverWebhook(delivery, webhook, signal),
    "run-harvest": ({ run }, signal) => runHarvest(harvesting, run, signal),
  };
  const harvesting = { ...service, get: createGet(config.harvestNetworks), letPass: turns.letPass };
  const resend = async (): Promise<void> => {
    for (const { id } of await store.read((tx) => listWaiting(tx, WAITED_SECONDS)))
      await jobs.sendAgain("check-upload", { upload: id });
    for (const { dataset, number } of await store.read((tx) => listUnrendered(tx, "csv", 10))) {
      await jobs.sendAgain("render-version", { dataset, version: number });
    }
  };
  const profile = createProfiler(store, service.effects);
  jobs.work(handlers, checkWorkers, [
    { everyMs: 2_000, run: resend },
    { everyMs: 2_000, run: () => publishDue(service) },
    { everyMs: 2_000, run: async () => (turns.isQuiet() ? indexWaiting(store, endingsOf) : undefined) },
    { everyMs: 2_000, run: async () => (turns.isQuiet() ? profile() : undefined) },
    {
      everyMs: 2_000,
      run: () => askForDeliveries(service, (webhook) => jobs.sendAgain("deliver-webhook", { webhook })),
    },
    {
      everyMs: 2_000,
      run: async () => {
        await store.write((tx) => askForDueHarvests(tx, service.effects));
        for (const run of await store.read(listWaitingHarvests)) await jobs.sendAgain("run-harvest", { run });
      },
    },
    ...mailSweeps(service, config, baseUrl),
    { everyMs: 60_000, run: createDiskWatch(service.disk, service.effects) },
    { everyMs: 60_000, run: () => sweepUploads(service) },
    { everyMs: 60_000, run: () => eraseFiles(service).then(() => {}) },
    { everyMs: 6 * 3_600_000, run: () => sweepKeptFiles(service) },
    { everyMs: 3_600_000, run: () => retain(service, retentionOf(config)) },
    { everyMs: 60_000, run: () => store.write((tx) => tellPromises(tx, service.effects.now())) },
    {
      everyMs: 3_600_000,
      run: () => store.write((tx) => sweepMessages(tx, service.effects.now(), config.keepMessagesDays)),
    },
    { everyMs: 60_000, run: () => refreshIndicators(store).then(() => {}) },
    {
      everyMs: 60_000,
      run: () => store.write((tx) => sweepDeliveries(tx, service.effects, config.keepDeliveriesDays)),
    },
    { everyMs: 3_600_000, run: () => store.write((tx) => sweepHarvests(tx, service.effects, config.keepHarvestsDays)) },
  ]);
}

const retentionOf = ({ keepUploadsDays, keepReadyDays, keepRenderedDays }: Config): Retention => ({
  uploads: keepUploadsDays,
  ready: keepReadyDays,
  rendered: keepRenderedDays,
});

/** Letters are sent where there is a mail server and a sender. */
function mailSweeps({ store, effects }: Service, { smtpUrl, mailFrom }: Config, baseUrl: string): readonly Sweep[] {
  if (smtpUrl === undefined || mailFrom === undefined) return [];
  const deps = { store, effects, baseUrl, post: createPost(smtpUrl, mailFrom) };
  return [{ everyMs: 2_000, run: () => sendLetters(deps) }];
}

/** An upload that has waited this long may have lost its job. */
const WAITED_SECONDS = 3;

/** What messages to webhooks are sent with. */
const deliveryDeps = ({ store, effects }: Service, config: Config, baseUrl: string): DeliverDeps => ({
  store,
  effects,
  baseUrl,
  key: config.webhookKey,
  send: createSend(config.webhookNetworks),
});
