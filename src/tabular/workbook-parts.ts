/** The small parts of a package, changed as text: whatever is not ours stays as it was written. */
import { escapeXml } from "./xml-write.ts";
import type { Package } from "./zip-package.ts";

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface NewRelation {
  readonly id: string;
  /** The last segment of the relation's type. */
  readonly type: string;
  readonly target: string;
}

/** A part name with the first free number: other programs find parts by such names. */
export function freePart(pack: Pick<Package, "has">, start: string, ending: string): string {
  let number = 1;
  while (pack.has(`${start}${number}${ending}`)) number += 1;
  return `${start}${number}${ending}`;
}

/** A part as seen from the folder of another. */
export function relativeTarget(owner: string, part: string): string {
  const from = owner.split("/").slice(0, -1);
  const to = part.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return "../".repeat(from.length - shared) + to.slice(shared).join("/");
}

/** Adds relations to a `.rels` part, or makes it. */
export function addRelations(existing: string | undefined, added: readonly NewRelation[]): string {
  const base =
    existing ??
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
  const prefix = /<([\w.-]+:)?Relationships[\s>/]/.exec(base)?.[1] ?? "";
  const opened = base.replace(
    new RegExp(`<${prefix}Relationships([^>]*)/>`),
    `<${prefix}Relationships$1></${prefix}Relationships>`,
  );
  const list = added.map(
    ({ id, type, target }) =>
      `<${prefix}Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${escapeXml(target)}"/>`,
  );
  return opened.replace(`</${prefix}Relationships>`, (end) => list.join("") + end);
}

/** @param overrides  Part name (with its slash) and content type. */
export function addContentTypes(
  existing: string,
  overrides: readonly (readonly [string, string])[],
  withVml: boolean,
): string {
  const prefix = /<([\w.-]+:)?Types[\s>]/.exec(existing)?.[1] ?? "";
  const isNew = ([part]: readonly [string, string]): boolean =>
    !existing.toLowerCase().includes(`"${part.toLowerCase()}"`);
  const list = overrides
    .filter(isNew)
    .map(([part, type]) => `<${prefix}Override PartName="${part}" ContentType="${type}"/>`);
  const vml =
    withVml && !/Extension\s*=\s*["']vml["']/i.test(existing)
      ? `<${prefix}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`
      : "";
  // Defaults and overrides may stand in any order.
  return existing.replace(`</${prefix}Types>`, (end) => vml + list.join("") + end);
}

/** A sheet name that the workbook does not have yet; Excel allows 31 characters. */
export function freeSheetName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; names.has(name.toLowerCase()); number++) name = `${wanted} (${number})`;
  return name;
}

/** Puts a name into the workbook, where its schema wants it. */
function addDefinedName(workbook: string, prefix: string, element: string): string {
  const open = new RegExp(`<${prefix}definedNames(?:\\s[^>]*)?>`).exec(workbook);
  if (open !== null && !open[0].endsWith("/>")) {
    const at = open.index + open[0].length;
    return workbook.slice(0, at) + element + workbook.slice(at);
  }
  const before = ["externalReferences", "functionGroups", "sheets"].map((name) => `</${prefix}${name}>`);
  const after = before.find((close) => workbook.includes(close)) ?? "";
  const at = workbook.indexOf(after) + after.length;
  return `${workbook.slice(0, at)}<${prefix}definedNames>${element}</${prefix}definedNames>${workbook.slice(at)}`;
}

/**
 * Puts a sheet before all others: names that belong to a sheet by its place move on by one, and the new sheet is the one shown.
 *
 * @param filter  The range of the new sheet's filter, "A9:H20".
 */
export function addFirstSheet(workbook: string, name: string, relationId: string, filter: string): string {
  const open = /<((?:[\w.-]+:)?)sheets(?:\s[^>]*)?>/.exec(workbook);
  if (open === null) return workbook;
  const prefix = open[1] ?? "";
  const ids = [...workbook.matchAll(/\ssheetId\s*=\s*["'](\d+)["']/g)].map((match) => Number(match[1]));
  const idPrefix = new RegExp(`<${prefix}sheet\\s[^>]*?([\\w.-]+):id\\s*=`).exec(workbook)?.[1];
  const reference = idPrefix === undefined ? `xmlns:r="${RELATIONS}" r:id` : `${idPrefix}:id`;
  const sheet = `<${prefix}sheet name="${escapeXml(name)}" sheetId="${Math.max(0, ...ids) + 1}" ${reference}="${relationId}"/>`;
  const at = open.index + open[0].length;
  const moved = (workbook.slice(0, at) + sheet + workbook.slice(at))
    .replace(/\slocalSheetId\s*=\s*["'](\d+)["']/g, (_, index: string) => ` localSheetId="${Number(index) + 1}"`)
    .replace(/\s(?:activeTab|firstSheet)\s*=\s*["']\d+["']/g, "");
  // Programs find a sheet's filter by this name.
  const range = `'${name}'!${filter.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2")}`;
  const filterName = `<${prefix}definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${escapeXml(range)}</${prefix}definedName>`;
  return addDefinedName(moved, prefix, filterName);
}

/** No other sheet may stay selected, or typing would change both. */
export const withoutSelection = (head: string): string => head.replace(/\stabSelected\s*=\s*["'](?:1|true)["']/g, "");

/** What must stand behind a sheet's `legacyDrawing`. */
const BEHIND = [
  "legacyDrawingHF",
  "drawingHF",
  "picture",
  "oleObjects",
  "controls",
  "webPublishItems",
  "tableParts",
  "extLst",
];

/** Ties a drawing to a sheet, in the place its schema wants. */
export function addLegacyDrawing(tail: string, relationId: string): string {
  const prefix = /<\/((?:[\w.-]+:)?)worksheet\s*>/.exec(tail)?.[1] ?? "";
  const element = `<${prefix}legacyDrawing xmlns:r="${RELATIONS}" r:id="${relationId}"/>`;
  const places = [
    ...BEHIND.map((name) => tail.search(new RegExp(`<${prefix}${name}[\\s/>]`))),
    tail.lastIndexOf(`</${prefix}worksheet`),
  ];
  const at = Math.min(...places.filter((place) => place >= 0));
  return Number.isFinite(at) ? tail.slice(0, at) + element + tail.slice(at) : tail;
}
