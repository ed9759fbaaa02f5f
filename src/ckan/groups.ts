/** Agencies as organizations, topics as groups, keywords as tags: their lists and each by itself. */
import type { OpenEntry } from "../catalogue/open-datasets.ts";
import { type Asked, openDatasets } from "./asked.ts";
import { ActionError } from "./error.ts";
import { groupId, isUuid, organizationId, tagId } from "./ids.ts";
import { toGroup, toOrganization, toTag } from "./package.ts";
import { part, showPackages } from "./packages.ts";
import { demandText, readFlag, readList, readText } from "./values.ts";

interface Gathering {
  readonly slug: string;
  readonly title: string;
  readonly about: Readonly<Record<string, unknown>>;
  readonly count: number;
}

type Kind = "organization" | "group";

async function gather(asked: Asked, kind: Kind): Promise<readonly Gathering[]> {
  const { entries } = await openDatasets(asked);
  const { agencies, topics } = await asked.recallReference();
  const counts = new Map<string, number>();
  for (const entry of entries) for (const slug of slugsOf(kind, entry)) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const all =
    kind === "organization"
      ? [...agencies.values()].map((agency) => ({
          slug: agency.slug as string,
          title: agency.name,
          about: toOrganization(agency),
        }))
      : [...topics.values()].map((topic) => ({
          slug: topic.slug,
          title: topic.title.id,
          about: {
            ...toGroup(topic.slug, topic),
            type: "group",
            is_organization: false,
            image_url: "",
            state: "active",
            approval_status: "approved",
          },
        }));
  return all.map((one) => ({ ...one, count: counts.get(one.slug) ?? 0 }));
}

const slugsOf = (kind: Kind, { agency, topics }: OpenEntry): readonly string[] =>
  kind === "organization" ? [agency] : topics;

const SORTS: Readonly<Record<string, (a: Gathering, b: Gathering) => number>> = {
  name: (a, b) => compare(a.slug, b.slug),
  title: (a, b) => compare(a.title.toLowerCase(), b.title.toLowerCase()),
  package_count: (a, b) => a.count - b.count,
  packages: (a, b) => a.count - b.count,
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** CKAN's own bounds of a page: of dicts, and of names. */
const MAX_DICTS = 25;
const MAX_NAMES = 1000;

export const listGatherings =
  (kind: Kind) =>
  async (asked: Asked): Promise<unknown> => {
    const { args } = asked;
    const allFields = readFlag(args, "all_fields", false);
    const sort = readText(args, "sort", 100) ?? readText(args, "order_by", 100) ?? "title asc";
    const [, field = "", direction] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(sort) ?? [];
    const sorting = Object.hasOwn(SORTS, field) ? SORTS[field] : undefined;
    if (sorting === undefined) throw ActionError.invalid("sort", `Cannot sort by field \`${sort.slice(0, 80)}\``);
    const sign = direction?.toLowerCase() === "desc" ? -1 : 1;
    const wanted = readText(args, "q", 200)?.toLowerCase();
    const named = readList(args, kind === "organization" ? "organizations" : "groups");
    const found = (await gather(asked, kind))
      .filter(({ slug }) => named === undefined || named.length === 0 || named.includes(slug))
      .filter(({ slug, title }) => wanted === undefined || `${slug} ${title.toLowerCase()}`.includes(wanted))
      .sort((a, b) => sign * sorting(a, b) || compare(a.slug, b.slug));
    const page = part(asked, found, allFields ? MAX_DICTS : MAX_NAMES);
    return allFields ? page.map(toDict) : page.map(({ slug }) => slug);
  };

const toDict = ({ about, count }: Gathering): Record<string, unknown> => ({
  ...about,
  package_count: count,
  num_followers: 0,
});

export const showGathering =
  (kind: Kind) =>
  async (asked: Asked): Promise<unknown> => {
    const wanted = demandText(asked.args, "id");
    const idOf = kind === "organization" ? organizationId : groupId;
    const found = (await gather(asked, kind)).find(({ slug }) =>
      isUuid(wanted) ? idOf(slug) === wanted.toLowerCase() : slug === wanted,
    );
    if (found === undefined) throw ActionError.notFound();
    const more = { users: [], groups: [], tags: [], extras: [] };
    if (!readFlag(asked.args, "include_datasets", false)) return { ...toDict(found), ...more };
    const { entries } = await openDatasets(asked);
    const own = entries.filter((entry) => slugsOf(kind, entry).includes(found.slug)).slice(0, MAX_NAMES);
    return { ...toDict(found), ...more, packages: await showPackages(asked, own) };
  };

async function allTags(asked: Asked): Promise<readonly string[]> {
  const { entries } = await openDatasets(asked);
  return [...new Set(entries.flatMap(({ keywords }) => keywords))].sort(compare);
}

/** There are no vocabularies: whoever asks for one's tags finds none. */
export async function tagList(asked: Asked): Promise<unknown> {
  const { args } = asked;
  const vocabulary = readText(args, "vocabulary_id", 200);
  if (vocabulary !== undefined) throw ActionError.notFound(`could not find vocabulary "${vocabulary}"`);
  const queries = readList(args, "query")?.map((text) => text.toLowerCase());
  const tags = (await allTags(asked)).filter(
    (tag) => queries === undefined || queries.some((query) => tag.toLowerCase().includes(query)),
  );
  return readFlag(args, "all_fields", false) ? tags.map(toTag) : tags;
}

export async function tagShow(asked: Asked): Promise<unknown> {
  const wanted = demandText(asked.args, "id");
  const tag = (await allTags(asked)).find((name) => name === wanted || (isUuid(wanted) && tagId(name) === wanted));
  if (tag === undefined) throw ActionError.notFound();
  if (!readFlag(asked.args, "include_datasets", false)) return toTag(tag);
  const { entries } = await openDatasets(asked);
  const own = entries.filter(({ keywords }) => keywords.includes(tag)).slice(0, MAX_NAMES);
  return { ...toTag(tag), packages: await showPackages(asked, own) };
}
