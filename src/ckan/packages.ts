/** Actions about datasets and their files, except for searching: package_list, package_show, resource_show and their like. */
import { type DatasetDetails, loadDetails, type OpenEntry } from "../catalogue/open-datasets.ts";
import type { Version } from "../catalogue/versions.ts";
import { FORMATS } from "../formats/formats.ts";
import { RawJson, writeJson } from "../http/raw-json.ts";
import type { DatasetId } from "../kernel/ids.ts";
import {
  type Asked,
  findChosenVersion,
  getPackageDataset,
  getResource,
  openDatasets,
  type Published,
} from "./asked.ts";
import { ActionError } from "./error.ts";
import { isUuid, resourceId } from "./ids.ts";
import { formatName, toPackage } from "./package.ts";
import { demandText, readList, readWhole } from "./values.ts";

/** More packages at once than this are not answered; CKAN's own bound. */
export const MAX_ROWS = 1000;

/** These entries' packages, in their order; those that nobody has changed are taken from memory. */
export async function showPackages(asked: Asked, entries: readonly OpenEntry[]): Promise<readonly RawJson[]> {
  const { store, baseUrl, packageTexts, recallReference } = asked;
  const reference = await recallReference();
  const keyOf = ({ slug, state }: OpenEntry): string => `${reference.state ?? ""} ${state} ${slug}`;
  const texts = new Map(entries.map((entry) => [entry.id, packageTexts.get(keyOf(entry))]));
  const wanted = entries.filter(({ id }) => texts.get(id) === undefined);
  if (wanted.length > 0) {
    const details = await store.read((tx) =>
      loadDetails(
        tx,
        wanted.map(({ id }) => id),
      ),
    );
    const byId = new Map<DatasetId, DatasetDetails>(details.map((one) => [one.dataset.id, one]));
    for (const entry of wanted) {
      const one = byId.get(entry.id);
      if (one === undefined) continue;
      const text = writeJson(toPackage(one, { ...reference, baseUrl }));
      texts.set(entry.id, text);
      // Without states nobody would ever find it again.
      if (reference.state !== undefined && entry.state !== "") packageTexts.set(keyOf(entry), text);
    }
  }
  return entries.flatMap(({ id }) => {
    const text = texts.get(id);
    return text === undefined ? [] : [new RawJson(text)];
  });
}

export async function packageList(asked: Asked): Promise<readonly string[]> {
  const { entries } = await openDatasets(asked);
  return part(
    asked,
    entries.map(({ slug }) => slug),
  );
}

/** `limit` and `offset` of a list. */
export function part<T>(
  { args }: Pick<Asked, "args">,
  list: readonly T[],
  most = Number.POSITIVE_INFINITY,
): readonly T[] {
  const offset = readWhole(args, "offset") ?? 0;
  const limit = Math.min(readWhole(args, "limit") ?? most, most);
  return list.slice(offset, offset + limit);
}

export async function currentPackages(asked: Asked): Promise<readonly RawJson[]> {
  const { entries } = await openDatasets(asked);
  const newest = [...entries].sort((a, b) => b.modified.getTime() - a.modified.getTime() || (a.slug < b.slug ? -1 : 1));
  return showPackages(asked, part(asked, newest, MAX_ROWS));
}

export async function packageShow(asked: Asked): Promise<unknown> {
  const dataset = await getPackageDataset(asked, demandText(asked.args, "id", "name_or_id"));
  return describe(asked, dataset, await findChosenVersion(asked, dataset));
}

async function describe(asked: Asked, dataset: Published, version?: Version): Promise<Record<string, unknown>> {
  const [details] = await asked.store.read((tx) => loadDetails(tx, [dataset.id]));
  if (details === undefined) throw ActionError.notFound();
  return toPackage(details, { ...(await asked.recallReference()), baseUrl: asked.baseUrl }, version);
}

export async function resourceShow(asked: Asked): Promise<unknown> {
  const { dataset, key } = await getResource(asked, demandText(asked.args, "id"));
  const { resources } = await describe(asked, dataset, await findChosenVersion(asked, dataset));
  // Made above as a list of objects.
  const found = (resources as readonly { readonly id: string }[]).find(
    ({ id }) => id === resourceId(key.slug, key.ending),
  );
  if (found === undefined) throw ActionError.notFound();
  return found;
}

/** How many files of how many datasets one search looks through at most; whoever wants more asks for datasets. */
const MAX_FOUND = 1000;

/** `query=name:penduduk`: every term is "field:part of its value". */
export async function resourceSearch(asked: Asked): Promise<unknown> {
  const terms = (readList(asked.args, "query") ?? []).map((term) => {
    const colon = term.indexOf(":");
    if (colon <= 0) throw ActionError.invalid("query", "Must be <field>:<value> pair(s)");
    return {
      field: term.slice(0, colon).trim(),
      wanted: term
        .slice(colon + 1)
        .trim()
        .toLowerCase(),
    };
  });
  if (terms.length === 0) throw ActionError.invalid("query", "Missing value");
  const { entries } = await openDatasets(asked);
  const found = entries.flatMap((entry) =>
    FORMATS.filter((format) => terms.every((term) => isWanted(entry, format, term, asked.baseUrl))).map(
      ({ ending }) => ({
        entry,
        ending,
      }),
    ),
  );
  const shown = part(asked, found, MAX_FOUND);
  const ids = [...new Set(shown.map(({ entry }) => entry.id))];
  const details = await asked.store.read((tx) => loadDetails(tx, ids));
  const reference = await asked.recallReference();
  const resources = new Map(
    details.flatMap((one) =>
      // Made by toPackage as a list of objects.
      (toPackage(one, { ...reference, baseUrl: asked.baseUrl }).resources as readonly { readonly id: string }[]).map(
        (resource) => [resource.id, resource] as const,
      ),
    ),
  );
  return {
    count: found.length,
    results: shown.flatMap(({ entry, ending }) => resources.get(resourceId(entry.slug, ending)) ?? []),
  };
}

function isWanted(
  { slug }: OpenEntry,
  format: (typeof FORMATS)[number],
  { field, wanted }: { readonly field: string; readonly wanted: string },
  baseUrl: string,
): boolean {
  const { ending, mediaType } = format;
  const values: Readonly<Record<string, string>> = {
    id: isUuid(wanted) ? resourceId(slug, ending) : "",
    name: `${slug}.${ending}`,
    format: formatName(format).toLowerCase(),
    mimetype: mediaType,
    url: `${baseUrl}/download/${slug}.${ending}`.toLowerCase(),
    description: "",
    hash: "",
  };
  const value = Object.hasOwn(values, field) ? values[field] : undefined;
  if (value === undefined)
    throw ActionError.invalid("query", `Field "${field.slice(0, 80)}" not recognised in resource_search.`);
  return value.includes(wanted);
}
