/**
 * Who may do what. Every outlet, command and pipeline asks here and nowhere else.
 *
 * One table gives each role its reach over an action: `any` subject, its `own` agency's (for a system's token with named datasets: only
 * those), or none. Reading goes by the dataset's access level. Refusals: 404 where the dataset may not even be known to exist, 401
 * where a log-in would help, 403 otherwise. Whoever uploaded does not publish, whatever the role.
 */
import type { Actor, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug, DatasetSlug } from "../kernel/ids.ts";
import type { AccessLevel } from "../kernel/package.ts";

/** What an action is about; what is absent is not asked for. */
export interface Subject {
  readonly agency?: AgencySlug | undefined;
  readonly dataset?: DatasetSlug | undefined;
  readonly access?: AccessLevel | undefined;
  /** Has it a current version? */
  readonly published?: boolean | undefined;
  /** The key of the actor who uploaded. */
  readonly uploadedBy?: string | undefined;
  /** The id of the upload, for the sentence of a 404. */
  readonly upload?: string | undefined;
}

type Reach = "any" | "own" | "none";

const everybody = { public: "any", producer: "any", system: "any", reviewer: "any", admin: "any" } as const;
const producerUp = { public: "none", producer: "own", system: "own", reviewer: "any", admin: "any" } as const;
const reviewerUp = { public: "none", producer: "none", system: "none", reviewer: "any", admin: "any" } as const;
const adminOnly = { public: "none", producer: "none", system: "none", reviewer: "none", admin: "any" } as const;
const systemOrAdmin = { public: "none", producer: "none", system: "own", reviewer: "none", admin: "any" } as const;

const reaches = {
  "dataset.read": everybody, // then by access level: isReadable
  "dataset.create": producerUp,
  "dataset.update": producerUp,
  "upload.create": producerUp,
  "upload.read": producerUp,
  "upload.decide": producerUp,
  "upload.submit": producerUp,
  "upload.publish": reviewerUp,
  "upload.return": reviewerUp,
  "version.withdraw": reviewerUp,
  "version.restore": reviewerUp,
  "dataset.takedown": reviewerUp,
  "agency.manage": adminOnly,
  "person.manage": adminOnly,
  "token.manage": adminOnly,
  "webhook.manage": systemOrAdmin,
  "harvest.manage": adminOnly,
  "audit.read": adminOnly,
} as const satisfies Record<string, Readonly<Record<Role, Reach>>>;

export type Action = keyof typeof reaches;

export const ACTIONS = Object.keys(reaches) as readonly Action[]; // the table above is the only source of keys

/** Is the subject of the actor's own agency, and among its named datasets where it has such? */
function isOwn(actor: Actor, subject: Subject): boolean {
  if (actor.agency === undefined || actor.agency !== subject.agency) return false;
  if (actor.datasets === undefined) return true;
  return subject.dataset !== undefined && actor.datasets.includes(subject.dataset);
}

/**
 * May the actor know the dataset and read it? Open and published: everybody. Limited to agencies: people and systems of any agency; a
 * token with named datasets only for those. Closed or not yet published: its own agency, reviewers, administrators.
 */
function isReadable(actor: Actor, subject: Subject): boolean {
  if (actor.role === "reviewer" || actor.role === "admin" || isOwn(actor, subject)) return true;
  if (subject.published !== true) return false;
  if (subject.access === "open") return true;
  return subject.access === "agency" && actor.role !== "public" && actor.datasets === undefined;
}

/** The answer of the table. Without a subject: could the actor do this at all, to something? Who uploaded is not weighed here. */
function isWithinReach(actor: Actor, action: Action, subject: Subject | undefined): boolean {
  const reach: Reach = reaches[action][actor.role];
  if (reach === "none") return false;
  if (subject === undefined) return true;
  if (action === "dataset.read") return isReadable(actor, subject);
  return reach === "any" || isOwn(actor, subject);
}

/** May the actor do this? Without a subject: to anything at all (for showing or hiding a button). */
export function isAllowed(actor: Actor, action: Action, subject?: Subject): boolean {
  return isWithinReach(actor, action, subject) && !(action === "upload.publish" && subject?.uploadedBy === actor.key);
}

/**
 * Refuses what the actor may not do: 401 `rights.login-needed`, 403 `rights.not-allowed` or `review.own-upload`, 404 `dataset.unknown`
 * or `upload.unknown` where the dataset is not the actor's to know. Ask first without a subject, before looking anything up, so that
 * the public learns nothing from the difference between 401 and 404.
 */
export function demand(actor: Actor, action: Action, subject?: Subject): void {
  if (isAllowed(actor, action, subject)) return;
  if (action !== "dataset.read" && actor.role === "public") throw new Fault("rights.login-needed");
  if (subject?.dataset !== undefined && action !== "dataset.create" && !isReadable(actor, subject)) {
    if (subject.upload !== undefined) throw new Fault("upload.unknown", { id: subject.upload });
    throw new Fault("dataset.unknown", { slug: subject.dataset });
  }
  if (isWithinReach(actor, action, subject)) throw new Fault("review.own-upload");
  throw new Fault("rights.not-allowed", { action });
}

/** Where a condition finds what a dataset is known by: today, unless it asks about another time or another table. */
interface SubjectColumns {
  readonly access: string;
  readonly agency: string;
  readonly slug: string;
  readonly version: string;
}

const TODAY: SubjectColumns = {
  access: "d.access",
  agency: "d.agency",
  slug: "d.slug",
  version: "d.current_version",
};

/** The same rule as for reading, as a condition on `catalogue.dataset d`; `first` is the number of its first bound value. */
export function readableCondition(
  actor: Actor,
  first: number,
  columns: Partial<SubjectColumns> = {},
): { readonly sql: string; readonly values: readonly unknown[] } {
  const { access, agency, slug, version } = { ...TODAY, ...columns };
  if (actor.role === "reviewer" || actor.role === "admin") return { sql: "true", values: [] };
  const open = `(${access} = 'open' and ${version} is not null)`;
  if (actor.role === "public") return { sql: open, values: [] };
  if (actor.datasets !== undefined) {
    const own = `(${agency} = $${first} and ${slug} = any($${first + 1}))`;
    return { sql: `(${own} or ${open})`, values: [actor.agency ?? null, actor.datasets] };
  }
  const known = `(${access} in ('open', 'agency') and ${version} is not null)`;
  return { sql: `(${agency} = $${first} or ${known})`, values: [actor.agency ?? null] };
}
