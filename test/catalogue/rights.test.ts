import { describe, expect, it } from "vitest";
import { ACTIONS, type Action, demand, isAllowed, type Subject } from "../../src/catalogue/rights.ts";
import { type Actor, PUBLIC, SYSTEM } from "../../src/kernel/actor.ts";
import { isFault } from "../../src/kernel/fault.ts";
import type { AgencySlug, DatasetSlug } from "../../src/kernel/ids.ts";
import type { AccessLevel } from "../../src/kernel/package.ts";

const own = "disdukcapil" as AgencySlug;
const other = "dinkes" as AgencySlug;
const penduduk = "penduduk" as DatasetSlug;
const lain = "lain" as DatasetSlug;

const actors = {
  public: PUBLIC,
  producer: { key: "user:p", name: "p", role: "producer", agency: own },
  system: { key: "token:s", name: "s", role: "system", agency: own },
  named: { key: "token:n", name: "n", role: "system", agency: own, datasets: [penduduk] },
  reviewer: { key: "user:r", name: "r", role: "reviewer" },
  admin: { key: "user:a", name: "a", role: "admin" },
} satisfies Record<string, Actor>;

type Who = keyof typeof actors;

/** What happens: "yes", or the status and code of the refusal. */
function outcome(actor: Actor, action: Action, subject?: Subject): string {
  try {
    demand(actor, action, subject);
    expect(isAllowed(actor, action, subject)).toBe(true);
    return "yes";
  } catch (error) {
    expect(isAllowed(actor, action, subject)).toBe(false);
    if (!isFault(error)) throw error;
    return `${error.status} ${error.code}`;
  }
}

const L = "401 rights.login-needed";
const N = "403 rights.not-allowed";
const D = "404 dataset.unknown";
const U = "404 upload.unknown";
const ok = "yes";

const ownOpen: Subject = { agency: own, dataset: penduduk, access: "open", published: true };
const ownNotNamed: Subject = { ...ownOpen, dataset: lain };
const otherOpen: Subject = { ...ownOpen, agency: other };
const otherClosed: Subject = { ...otherOpen, access: "closed" };
const otherDraft: Subject = { ...otherOpen, published: false };

/** Columns: public, producer, system, system with named datasets, reviewer, administrator. */
type Line = readonly [string, string, string, string, string, string];
const who: readonly Who[] = ["public", "producer", "system", "named", "reviewer", "admin"];

describe("who may do what", () => {
  const producerUp = ["dataset.update", "upload.create", "upload.read", "upload.decide", "upload.submit"] as const;
  const reviewerUp = [
    "upload.publish",
    "upload.return",
    "version.withdraw",
    "version.restore",
    "dataset.takedown",
  ] as const;
  const adminOnly = ["agency.manage", "person.manage", "token.manage", "harvest.manage", "audit.read"] as const;

  const table: readonly (readonly [Action, string, Subject | undefined, Line])[] = [
    ["dataset.create", "an own one", ownOpen, [L, ok, ok, ok, ok, ok]],
    ["dataset.create", "an own one, not named", ownNotNamed, [L, ok, ok, N, ok, ok]],
    ["dataset.create", "another agency's", otherOpen, [L, N, N, N, ok, ok]],
    ...producerUp.flatMap((action) => [
      [action, "own", ownOpen, [L, ok, ok, ok, ok, ok]] as const,
      [action, "own, not named", ownNotNamed, [L, ok, ok, N, ok, ok]] as const,
      [action, "another agency's", otherOpen, [L, N, N, N, ok, ok]] as const,
      [action, "another agency's closed", otherClosed, [L, D, D, D, ok, ok]] as const,
      [action, "another agency's unpublished", otherDraft, [L, D, D, D, ok, ok]] as const,
      [action, "of an upload not to know", { ...otherDraft, upload: "u" }, [L, U, U, U, ok, ok]] as const,
      [action, "to anything", undefined, [L, ok, ok, ok, ok, ok]] as const,
    ]),
    ...reviewerUp.flatMap((action) => [
      [action, "own", ownOpen, [L, N, N, N, ok, ok]] as const,
      [action, "another agency's", otherOpen, [L, N, N, N, ok, ok]] as const,
      [action, "another agency's unpublished", otherDraft, [L, D, D, D, ok, ok]] as const,
    ]),
    ["webhook.manage", "own agency's", { agency: own }, [L, N, ok, N, N, ok]],
    ["webhook.manage", "another agency's", { agency: other }, [L, N, N, N, N, ok]],
    ["webhook.manage", "nobody's", {}, [L, N, N, N, N, ok]],
    ...adminOnly.map((action) => [action, "at all", undefined, [L, N, N, N, N, ok]] as const),
  ];

  for (const [action, what, subject, line] of table) {
    who.forEach((name, index) => {
      it(`${action} (${what}) by ${name}: ${line[index]}`, () => {
        expect(outcome(actors[name], action, subject)).toBe(line[index]);
      });
    });
  }

  it("has a line for every action", () => {
    const covered = new Set<Action>([...table.map(([action]) => action), "dataset.read"]);
    expect([...covered].sort()).toEqual([...ACTIONS].sort());
  });
});

describe("reading a dataset", () => {
  const levels: readonly (readonly [string, AccessLevel, boolean, AgencySlug, DatasetSlug, Line])[] = [
    ["open", "open", true, other, penduduk, [ok, ok, ok, ok, ok, ok]],
    ["open, own", "open", true, own, penduduk, [ok, ok, ok, ok, ok, ok]],
    ["unpublished", "open", false, other, penduduk, [D, D, D, D, ok, ok]],
    ["unpublished, own", "open", false, own, penduduk, [D, ok, ok, ok, ok, ok]],
    ["unpublished, own, not named", "open", false, own, lain, [D, ok, ok, D, ok, ok]],
    ["agency", "agency", true, other, penduduk, [D, ok, ok, D, ok, ok]],
    ["agency, own", "agency", true, own, penduduk, [D, ok, ok, ok, ok, ok]],
    ["agency, own, not named", "agency", true, own, lain, [D, ok, ok, D, ok, ok]],
    ["closed", "closed", true, other, penduduk, [D, D, D, D, ok, ok]],
    ["closed, own", "closed", true, own, penduduk, [D, ok, ok, ok, ok, ok]],
    ["closed, own, not named", "closed", true, own, lain, [D, ok, ok, D, ok, ok]],
  ];
  for (const [what, access, published, agency, dataset, line] of levels) {
    who.forEach((name, index) => {
      it(`${what} by ${name}: ${line[index]}`, () => {
        expect(outcome(actors[name], "dataset.read", { access, published, agency, dataset })).toBe(line[index]);
      });
    });
  }
});

describe("whoever uploaded does not publish", () => {
  for (const actor of [actors.reviewer, actors.admin, SYSTEM]) {
    it(`holds for ${actor.name}`, () => {
      expect(outcome(actor, "upload.publish", { ...ownOpen, uploadedBy: actor.key })).toBe("403 review.own-upload");
      expect(outcome(actor, "upload.publish", { ...ownOpen, uploadedBy: "user:somebody" })).toBe("yes");
    });
  }

  it("does not tell a producer, who may not publish anyway", () => {
    expect(outcome(actors.producer, "upload.publish", { ...ownOpen, uploadedBy: "user:p" })).toBe(N);
  });

  it("takes a token without a person for an actor of its own", () => {
    const token: Actor = { key: "token:1", name: "t", role: "reviewer" };
    expect(outcome(token, "upload.publish", { ...ownOpen, uploadedBy: actors.reviewer.key })).toBe("yes");
    expect(outcome(token, "upload.publish", { ...ownOpen, uploadedBy: "token:1" })).toBe("403 review.own-upload");
  });
});
