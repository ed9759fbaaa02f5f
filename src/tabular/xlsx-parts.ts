/** The small parts of an XLSX package: which sheets there are and where, how styles read, and the shared texts. */
import { type Limits, Unreadable } from "./model.ts";
import { type NumberFormat, numberFormatOf, PLAIN } from "./number-format.ts";
import { attributeOf, decodeXml, scanXml } from "./xml-scan.ts";
import { brokenPart, type Package } from "./zip-package.ts";

export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

export interface WorkbookParts {
  readonly workbookPart: string;
  readonly sheets: readonly SheetPart[];
  readonly date1904: boolean;
  readonly stylesPart: string | undefined;
  readonly sharedStringsPart: string | undefined;
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

/** Excel allows 31 characters and far fewer sheets; this only bounds nonsense. */
const MAX_SHEETS = 1000;

/** A relation's target as a part name, from the folder of the part it belongs to. */
function resolveTarget(owner: string, target: string): string {
  const clean = target.replaceAll("\\", "/");
  if (clean.startsWith("/")) return clean.slice(1);
  const segments = owner.split("/").slice(0, -1);
  for (const segment of clean.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(segment);
  }
  return segments.join("/");
}

export const relationsPartOf = (part: string): string => part.replace(/([^/]*)$/, "_rels/$1.rels");

/** Empty where the part has none. */
export async function readRelations(pack: Package, part: string): Promise<Relation[]> {
  const name = relationsPartOf(part);
  const relations: Relation[] = [];
  if (!pack.has(name)) return relations;
  await scanXml(await pack.read(name), name, {
    open: (element, tag) => {
      if (element !== "Relationship") return;
      relations.push({
        id: attributeOf(tag, "Id") ?? "",
        type: attributeOf(tag, "Type") ?? "",
        target: resolveTarget(part, attributeOf(tag, "Target") ?? ""),
        external: attributeOf(tag, "TargetMode") === "External",
      });
    },
  });
  return relations;
}

const isTrue = (value: string | undefined): boolean => value === "1" || value === "true" || value === "on";

/** The workbook part's name by the package's own relations, else the usual one. Undefined when this is no XLSX. */
export async function findWorkbookPart(pack: Package): Promise<string | undefined> {
  const root = await readRelations(pack, "");
  const target = root.find((relation) => relation.type.endsWith("/officeDocument"))?.target;
  const part = [target, "xl/workbook.xml"].find((name) => name !== undefined && pack.has(name));
  return part !== undefined && /workbook[^/]*\.xml$/i.test(part) ? part : undefined;
}

export async function readWorkbookParts(pack: Package, workbookPart: string): Promise<WorkbookParts> {
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  let date1904 = false;
  await scanXml(await pack.read(workbookPart), workbookPart, {
    open: (element, tag) => {
      if (element === "workbookPr") date1904 = isTrue(attributeOf(tag, "date1904"));
      if (element !== "sheet" || listed.length >= MAX_SHEETS) return;
      const state = attributeOf(tag, "state");
      // The relation's attribute is r:id by custom; the prefix is the writer's choice.
      const id = /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? "";
      listed.push({ name: attributeOf(tag, "name") ?? "", id, hidden: state === "hidden" || state === "veryHidden" });
    },
  });
  const relations = await readRelations(pack, workbookPart);
  const targetOf = (type: string): string | undefined => {
    const target = relations.find((relation) => relation.type.endsWith(type) && !relation.external)?.target;
    return target !== undefined && pack.has(target) ? target : undefined;
  };
  const sheets: SheetPart[] = [];
  for (const { name, id, hidden } of listed) {
    const relation = relations.find((candidate) => candidate.id === id);
    // Chart sheets and macro sheets hold no table.
    if (relation?.type.endsWith("/worksheet") && pack.has(relation.target))
      sheets.push({ name, part: relation.target, hidden });
  }
  if (sheets.length === 0) throw brokenPart(workbookPart);
  return {
    workbookPart,
    sheets,
    date1904,
    stylesPart: targetOf("/styles"),
    sharedStringsPart: targetOf("/sharedStrings"),
  };
}

/** The number format of each cell style, by its index. */
export async function readStyles(pack: Package, part: string | undefined): Promise<readonly NumberFormat[]> {
  if (part === undefined) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCellXfs = false;
  await scanXml(await pack.read(part), part, {
    open: (element, tag, selfClosing) => {
      if (element === "numFmt") codes.set(Number(attributeOf(tag, "numFmtId")), attributeOf(tag, "formatCode") ?? "");
      else if (element === "cellXfs") inCellXfs = !selfClosing;
      else if (element === "xf" && inCellXfs) ids.push(Number(attributeOf(tag, "numFmtId") ?? 0));
    },
    close: (element) => {
      if (element === "cellXfs") inCellXfs = false;
    },
  });
  const known = new Map<number, NumberFormat>();
  return ids.map((id) => {
    const format = known.get(id) ?? numberFormatOf(id, codes.get(id));
    known.set(id, format);
    return format;
  });
}

export const styleAt = (styles: readonly NumberFormat[], index: string | undefined): NumberFormat =>
  index === undefined ? PLAIN : (styles[Number(index)] ?? PLAIN);

/** Excel's own escape for characters that XML cannot hold. */
export function decodeText(raw: string): string {
  const text = decodeXml(raw).replaceAll("\r\n", "\n");
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code === 13 || code === 0 ? "" : String.fromCharCode(code);
  });
}

/** Rich text joined, phonetic readings left out. */
export async function readSharedStrings(
  pack: Package,
  part: string | undefined,
  limits: Limits,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if (part === undefined) return [];
  if (pack.sizeOf(part) > limits.maxSharedStringBytes * 2) refuseTexts(part, limits);
  const strings: string[] = [];
  let characters = 0;
  let current = "";
  let inText = false;
  let phonetic = 0;
  await scanXml(
    await pack.read(part),
    part,
    {
      open: (element, _tag, selfClosing) => {
        if (element === "si") {
          current = "";
          if (selfClosing) strings.push("");
        } else if (element === "rPh" && !selfClosing) phonetic += 1;
        else if (element === "t" && phonetic === 0) inText = !selfClosing;
      },
      text: (raw) => {
        if (inText) current += raw;
      },
      close: (element) => {
        if (element === "t") inText = false;
        else if (element === "rPh") phonetic -= 1;
        else if (element === "si") {
          const text = decodeText(current);
          characters += text.length;
          if (characters > limits.maxSharedStringBytes) refuseTexts(part, limits);
          strings.push(text);
        }
      },
    },
    signal,
  );
  return strings;
}

function refuseTexts(part: string, limits: Limits): never {
  throw new Unreadable({
    code: "file/unpacks-too-large",
    severity: "error",
    params: { part, limit: limits.maxSharedStringBytes },
  });
}
