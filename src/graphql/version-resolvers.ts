/** What a version tells of its own history: who, what changed by field and in the schema, what was overridden. Names for reviewers only. */
import { type Contributor, mayReadNames } from "../catalogue/contributor.ts";
import { loadHistory, type Override, type VersionHistory } from "../catalogue/history.ts";
import type { SchemaChange } from "../catalogue/schema-changes.ts";
import type { Version } from "../catalogue/versions.ts";
import type { LangArgument, Question } from "./question.ts";

const histories = new WeakMap<Question, WeakMap<Version, Promise<VersionHistory>>>();

/** Read once however many of its fields are asked for. */
function historyOf(version: Version, question: Question): Promise<VersionHistory> {
  const known = histories.get(question) ?? new WeakMap<Version, Promise<VersionHistory>>();
  histories.set(question, known);
  const history = known.get(version) ?? loadOne(version, question);
  known.set(version, history);
  return history;
}

async function loadOne(version: Version, { store }: Question): Promise<VersionHistory> {
  const loaded = await store.read((tx) => loadHistory(tx, [version]));
  return loaded.get(version.number) ?? { schemaChanges: [], overrides: [] };
}

export const versionHistoryResolvers = {
  changedCells: ({ cells = {} }: Version) => Object.entries(cells).map(([field, count]) => ({ field, count })),
  schemaChanges: async (version: Version, _args: unknown, question: Question): Promise<readonly SchemaChange[]> =>
    (await historyOf(version, question)).schemaChanges,
  overrides: async (version: Version, _args: unknown, question: Question): Promise<readonly Override[]> =>
    (await historyOf(version, question)).overrides,
  uploadedBy: ({ uploader }: Version) => uploader ?? null,
  publishedBy: ({ publisher }: Version) => publisher ?? null,
  restoredFrom: ({ restoredFrom }: Version) => restoredFrom ?? null,
};

export const SchemaChange_ = { text: ({ text }: SchemaChange, { lang }: LangArgument) => text[lang] };

export const Contributor_ = {
  agency: async ({ agency }: Contributor, _args: unknown, question: Question) =>
    agency === null ? null : ((await question.agencies()).get(agency) ?? null),
  name: ({ name }: Contributor, _args: unknown, { actor }: Question) => (mayReadNames(actor) ? name : null),
};
