/**
 * Every variable of the environment that is read, with its default and what it is for. This table is the only reader of the
 * environment; README lists the same rows, and a test compares them.
 */
import { resolve } from "node:path";
import { z } from "zod";

interface Setting<T> {
  readonly variable: string;
  /** As written in the environment; empty: absent. */
  readonly fallback: string;
  readonly purpose: string;
  readonly parse: z.ZodType<T>;
}

const setting = <T>(variable: string, fallback: string, purpose: string, parse: z.ZodType<T>): Setting<T> => ({
  variable,
  fallback,
  purpose,
  parse,
});

const whole = (from: number, to: number) => z.coerce.number().int().min(from).max(to);
const days = whole(0, 36_500);
const daysFromOne = whole(1, 36_500);
const optional = z.string().transform((text) => (text === "" ? undefined : text));
const webAddress = z.union([z.literal("").transform(() => undefined), z.url({ protocol: /^https?$/ })]);
const flag = z.enum(["yes", "no"]).transform((text) => text === "yes");

/** Addresses and CIDR ranges, separated by commas. */
const networks = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  )
  .pipe(z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])));

const table = {
  port: setting("PORT", "7300", "Port to listen on; 0 takes a free one.", whole(0, 65_535)),
  host: setting("HOST", "127.0.0.1", "Address to listen on; the container sets 0.0.0.0.", z.string().min(1)),
  baseUrl: setting(
    "BASE_URL",
    "",
    "Public address of this server, for links in answers; absent: http://localhost:PORT.",
    webAddress,
  ),
  home: setting(
    "JENDELA_HOME",
    ".jendela",
    "Folder for the embedded database, files and uploads in progress.",
    z.string().min(1),
  ),
  databaseUrl: setting(
    "DATABASE_URL",
    "",
    "PostgreSQL 15 or newer; absent: the embedded one under JENDELA_HOME.",
    optional,
  ),
  backupKey: setting(
    "JENDELA_BACKUP_KEY",
    "",
    "What `backup` encrypts with and `restore` opens with; absent: not encrypted.",
    optional,
  ),
  databasePoolSize: setting(
    "DATABASE_POOL_SIZE",
    "12",
    "Connections kept to the database, for reading and for writing each.",
    whole(2, 200),
  ),
  statementTimeoutSeconds: setting(
    "STATEMENT_TIMEOUT_SECONDS",
    "60",
    "A public read that takes longer is given up.",
    whole(1, 3600),
  ),
  slowQueryMs: setting(
    "SLOW_QUERY_MS",
    "1000",
    "Milliseconds from which a statement of the database is told in the log, without its values; 0: none.",
    whole(0, 3_600_000),
  ),
  answerCacheMb: setting(
    "ANSWER_CACHE_MB",
    "24",
    "Memory for public answers that are kept while nothing that they read has changed; 0: none.",
    whole(0, 16_384),
  ),
  logLevel: setting(
    "LOG_LEVEL",
    "info",
    "debug, info, warn, error or silent.",
    z.enum(["debug", "info", "warn", "error", "silent"]),
  ),
  otlpEndpoint: setting(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "",
    "Address of an OpenTelemetry collector that takes OTLP over HTTP, for traces: http://localhost:4318; absent: none are made.",
    webAddress,
  ),
  otelServiceName: setting("OTEL_SERVICE_NAME", "jendela", "What this process is called in traces.", z.string().min(1)),
  samples: setting("JENDELA_SAMPLES", "yes", "yes: publish the sample datasets at first start; no: begin empty.", flag),
  maxUploadBytes: setting(
    "MAX_UPLOAD_BYTES",
    "1073741824",
    "Largest file that an upload may bring, in bytes.",
    whole(1, 1_099_511_627_776),
  ),
  agencyQuotaMb: setting(
    "AGENCY_QUOTA_MB",
    "0",
    "Room in MB that the originals and tables of one agency may take, unless it has a quota of its own; 0: no limit.",
    whole(0, 1_000_000_000),
  ),
  agencyUploadsWaiting: setting(
    "AGENCY_UPLOADS_WAITING",
    "200",
    "Files of one agency that may wait to be checked at one time.",
    whole(1, 1_000_000),
  ),
  minFreeMb: setting(
    "MIN_FREE_MB",
    "512",
    "Room in MB on the disk of JENDELA_HOME under which no file is accepted.",
    whole(0, 1_000_000_000),
  ),
  warnFreePercent: setting(
    "WARN_FREE_PERCENT",
    "10",
    "Share of that disk under which the log and the administrator's pages warn.",
    whole(0, 100),
  ),
  keepUploadsDays: setting(
    "KEEP_UPLOADS_DAYS",
    "365",
    "Days for which the file and the findings of an upload that came to nothing are kept; 0: for ever.",
    days,
  ),
  keepReadyDays: setting(
    "KEEP_READY_DAYS",
    "365",
    "Days after which a checked upload that nobody submits is returned; 0: never.",
    days,
  ),
  keepRenderedDays: setting(
    "KEEP_RENDERED_DAYS",
    "0",
    "Days for which rendered files of versions before the current one are kept; asked for later, they are made anew; 0: for ever.",
    days,
  ),
  keepMessagesDays: setting("KEEP_MESSAGES_DAYS", "365", "Days for which messages to people are kept.", daysFromOne),
  keepDeliveriesDays: setting(
    "KEEP_DELIVERIES_DAYS",
    "30",
    "Days for which the log of messages to webhooks is kept.",
    daysFromOne,
  ),
  keepHarvestsDays: setting("KEEP_HARVESTS_DAYS", "90", "Days for which runs of harvesting are kept.", daysFromOne),
  uploadsPerHour: setting(
    "UPLOADS_PER_HOUR",
    "600",
    "Uploads that one actor may send in an hour.",
    whole(1, 1_000_000),
  ),
  boundaries: setting(
    "BOUNDARIES",
    "",
    "GeoJSON file with boundaries of regions, or a folder of them, for downloads as .geojson; absent: there are none.",
    optional,
  ),
  checkWorkers: setting(
    "CHECK_WORKERS",
    "1",
    "Files checked at the same time by this server; 0: it checks none.",
    whole(0, 32),
  ),
  checkMemoryMb: setting("CHECK_MEMORY_MB", "256", "Heap of one checking worker, in MB.", whole(64, 16_384)),
  checkTimeoutSeconds: setting(
    "CHECK_TIMEOUT_SECONDS",
    "1800",
    "A file that takes longer to check is refused.",
    whole(1, 86_400),
  ),
  renderRows: setting(
    "RENDER_ROWS",
    "300000",
    "A version with more rows has its csv rendered after publication, its other formats when they are first asked for.",
    whole(0, 1_000_000_000),
  ),
  schemaSunsetDays: setting(
    "SCHEMA_SUNSET_DAYS",
    "180",
    "Days for which a dataset's typed GraphQL schema is still served after a breaking change.",
    whole(0, 36_500),
  ),
  trustProxy: setting(
    "TRUST_PROXY",
    "no",
    "yes: the client's address is taken from X-Forwarded-For, set by your own reverse proxy.",
    flag,
  ),
  sessionHours: setting("SESSION_HOURS", "12", "Hours after which somebody must sign in again.", whole(1, 720)),
  sessionIdleMinutes: setting(
    "SESSION_IDLE_MINUTES",
    "120",
    "Minutes without a request after which somebody must sign in again.",
    whole(5, 43_200),
  ),
  requireSecondStep: setting(
    "REQUIRE_SECOND_STEP",
    "nobody",
    "Who must set up a second step before the desk opens: nobody, reviewers (and administrators) or everybody.",
    z.enum(["nobody", "reviewers", "everybody"]),
  ),
  oidcIssuer: setting(
    "OIDC_ISSUER",
    "",
    "Address of an OpenID Connect provider for single sign-on; absent: people sign in with a password alone.",
    webAddress,
  ),
  oidcClientId: setting("OIDC_CLIENT_ID", "jendela", "Name of this server at the provider.", z.string().min(1)),
  oidcClientSecret: setting("OIDC_CLIENT_SECRET", "", "Its secret there; absent: a public client with PKCE.", optional),
  oidcClaim: setting(
    "OIDC_CLAIM",
    "preferred_username",
    "Claim of the provider that is the name of a person here.",
    z.string().min(1),
  ),
  webhookKey: setting(
    "WEBHOOK_KEY",
    "",
    "Seals the secrets of webhooks and of second steps in the database, at least 32 characters; absent: they lie there as they are.",
    z.union([z.literal("").transform(() => undefined), z.string().min(32)]),
  ),
  webhookNetworks: setting(
    "WEBHOOK_NETWORKS",
    "",
    "Addresses and ranges, separated by commas, that webhooks may reach although they are not public: 10.20.0.0/16.",
    networks,
  ),
  harvestNetworks: setting(
    "HARVEST_NETWORKS",
    "",
    "Addresses and ranges, separated by commas, that sources of harvesting may lie in although they are not public: 10.20.0.0/16.",
    networks,
  ),
  smtpUrl: setting(
    "SMTP_URL",
    "",
    "Mail server for letters to people: smtp://user:password@host:587 or smtps://…; absent: messages in the desk alone.",
    z.union([z.literal("").transform(() => undefined), z.url({ protocol: /^smtps?$/ })]),
  ),
  mailFrom: setting(
    "MAIL_FROM",
    "",
    "Sender of letters, one address; without it none are sent.",
    z.union([z.literal("").transform(() => undefined), z.email()]),
  ),
  contactEmail: setting(
    "CONTACT_EMAIL",
    "",
    "Where questions about data go, named to other catalogues; a valid /data.json must have one.",
    z.union([z.literal("").transform(() => undefined), z.email()]),
  ),
  webhookHttp: setting("WEBHOOK_HTTP", "no", "yes: webhooks may be sent over http, not only https.", flag),
} as const;

type Table = typeof table;

/** The configuration, typed and frozen. */
export type Config = { readonly [K in keyof Table]: z.output<Table[K]["parse"]> };

/** For README and its test: variable, default, purpose. */
export const settingRows: readonly {
  readonly variable: string;
  readonly fallback: string;
  readonly purpose: string;
}[] = Object.values(table).map(({ variable, fallback, purpose }) => ({ variable, fallback, purpose }));

export class BadConfiguration extends Error {}

/** Reads `environment` once. Throws BadConfiguration naming every variable that cannot be used. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, { variable, fallback, parse }] of Object.entries(table)) {
    const result = parse.safeParse(environment[variable] || fallback);
    if (result.success) values[key] = result.data;
    else problems.push(`${variable}: ${result.error.issues.map((issue) => issue.message).join("; ")}`);
  }
  if (problems.length > 0) throw new BadConfiguration(problems.join("\n"));
  // Every key of the table was parsed by its own parser just above.
  const config = values as Config;
  return Object.freeze({ ...config, home: resolve(config.home) });
}
