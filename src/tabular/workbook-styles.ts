/**
 * The styles of a workbook with the report's own added: for each cell style it has, the same with a red and with a gold ground, so that a
 * marked cell keeps its format, border and font.
 */

/** Styles of the report's own sheet, by index. */
export interface ReportStyles {
  readonly plain: number;
  readonly title: number;
  readonly header: number;
  readonly wrapped: number;
  readonly link: number;
  readonly error: number;
  readonly warning: number;
  readonly note: number;
}

export interface PatchedStyles {
  readonly xml: string;
  readonly report: ReportStyles;
  /** The style of a marked cell that had `style`. */
  readonly marked: (style: number, severity: "error" | "warning") => number;
}

/** Excel's limit is 65,490 cell formats. */
const MAX_FORMATS = 60_000;

export const EMPTY_STYLES =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>';

interface Section {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly items: readonly string[];
}

/** The children of one section, whole. */
function findSection(xml: string, name: string, child: string): Section | undefined {
  const open = new RegExp(`<((?:[\\w.-]+:)?)${name}(?:\\s[^>]*)?>`).exec(xml);
  if (open === null || open[0].endsWith("/>")) return undefined;
  const prefix = open[1] ?? "";
  const start = open.index;
  const close = xml.indexOf(`</${prefix}${name}>`, start);
  if (close < 0) return undefined;
  const inner = xml.slice(start + open[0].length, close);
  const items =
    inner.match(new RegExp(`<${prefix}${child}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</${prefix}${child}>)`, "g")) ?? [];
  return { start, end: close + `</${prefix}${name}>`.length, prefix, items };
}

function setAttribute(tag: string, name: string, value: string): string {
  const bare = tag.replace(new RegExp(`\\s${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`), "");
  return bare.replace(/^<[\w.:-]+/, (start) => `${start} ${name}="${value}"`);
}

/** The item's own start tag changed, its children left. */
function withFill(format: string, fill: number): string {
  const end = format.indexOf(">");
  const tag = format.slice(0, end);
  return setAttribute(setAttribute(tag, "fillId", String(fill)), "applyFill", "1") + format.slice(end);
}

const replaceSection = (xml: string, section: Section, name: string, items: readonly string[]): string => {
  const tag = `${section.prefix}${name}`;
  return `${xml.slice(0, section.start)}<${tag} count="${items.length}">${items.join("")}</${tag}>${xml.slice(section.end)}`;
};

/** @param original  `styles.xml`; one without the usual sections is replaced. */
export function patchStyles(original: string): PatchedStyles {
  const parts = (xml: string) => ({
    fonts: findSection(xml, "fonts", "font"),
    fills: findSection(xml, "fills", "fill"),
    formats: findSection(xml, "cellXfs", "xf"),
  });
  const found = parts(original);
  const base = found.fonts && found.fills && found.formats ? original : EMPTY_STYLES;
  const { fonts, fills, formats } = base === original ? found : parts(base);
  if (fonts === undefined || fills === undefined || formats === undefined)
    throw new Error("the empty styles are incomplete");

  const p = fonts.prefix;
  const font = fonts.items.length;
  const newFonts = [
    ...fonts.items,
    `<${p}font><${p}b/><${p}sz val="14"/><${p}name val="Calibri"/></${p}font>`,
    `<${p}font><${p}b/><${p}sz val="11"/><${p}color rgb="FFFFFFFF"/><${p}name val="Calibri"/></${p}font>`,
    `<${p}font><${p}u/><${p}sz val="11"/><${p}color rgb="FF0563C1"/><${p}name val="Calibri"/></${p}font>`,
  ];
  const fill = fills.items.length;
  const solid = (colour: string): string =>
    `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${colour}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`;
  const newFills = [...fills.items, solid("FFFF9C9C"), solid("FFFFD966"), solid("FF1F4E78"), solid("FFDDEBF7")];

  const count = formats.items.length;
  const clones = count * 3 <= MAX_FORMATS;
  const source = clones ? formats.items : formats.items.slice(0, 1);
  const wrap = `<${p}alignment vertical="top" wrapText="1"/>`;
  const own = (fontId: number, fillId: number, inner = ""): string =>
    `<${p}xf numFmtId="0" fontId="${fontId}" fillId="${fillId}" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">${inner}</${p}xf>`;
  const first = count + source.length * 2;
  const newFormats = [
    ...formats.items,
    ...source.map((format) => withFill(format, fill)),
    ...source.map((format) => withFill(format, fill + 1)),
    own(0, 0, `<${p}alignment vertical="top"/>`),
    own(font, 0),
    own(font + 1, fill + 2, wrap),
    own(0, 0, wrap),
    own(font + 2, 0, `<${p}alignment vertical="top"/>`),
    own(0, fill, wrap),
    own(0, fill + 1, wrap),
    own(0, fill + 3, wrap),
  ];
  // From the end of the document to its beginning, so that the places found stay true.
  const changes: [Section, string, readonly string[]][] = [
    [fonts, "fonts", newFonts],
    [fills, "fills", newFills],
    [formats, "cellXfs", newFormats],
  ];
  changes.sort(([a], [b]) => b.start - a.start);
  const xml = changes.reduce((text, [section, name, items]) => replaceSection(text, section, name, items), base);
  return {
    xml,
    report: {
      plain: first,
      title: first + 1,
      header: first + 2,
      wrapped: first + 3,
      link: first + 4,
      error: first + 5,
      warning: first + 6,
      note: first + 7,
    },
    marked: (style, severity) => {
      const known = clones && base === original && style < count ? style : 0;
      return count + (severity === "error" ? 0 : source.length) + known;
    },
  };
}
