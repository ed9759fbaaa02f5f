/**
 * What a file is, by its first bytes. The name's ending decides nothing; it is only compared with the content so that a surprise is told.
 */
import type { FileFormat } from "./model.ts";

type Content =
  | { readonly kind: "zip" | "ole" | "html" | "text" | "lock" }
  /** Known, and no table: the name is what an officer would call it. */
  | { readonly kind: "other"; readonly format: string };

const OTHERS: readonly (readonly [magic: string, format: string])[] = [
  ["%PDF-", "PDF"],
  ["\x89PNG", "PNG"],
  ["\xff\xd8\xff", "JPEG"],
  ["GIF8", "GIF"],
  ["{\\rtf", "RTF"],
  ["Rar!", "RAR"],
  ["7z\xbc\xaf", "7-Zip"],
  ["\x1f\x8b", "GZIP"],
  ["BZh", "BZIP2"],
  ["\xfd7zXZ", "XZ"],
  ["\x28\xb5\x2f\xfd", "Zstandard"],
  ["PAR1", "Parquet"],
  ["SQLite format 3\0", "SQLite"],
  ["\x7fELF", "ELF"],
  ["MZ", "EXE"],
];

const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/** Sizes of Office's owner files: Excel's, and Word's and PowerPoint's. */
const LOCK_SIZES = new Set([54, 162, 165]);

/** Office's owner file: a length, then the user's name padded with blanks or zeros. */
function isLockFile(head: Buffer, bytes: number, name: string): boolean {
  if (name.startsWith("~$") && bytes <= 1024) return true;
  const length = head[0] ?? 0;
  if (!LOCK_SIZES.has(bytes) || length === 0 || length > 54) return false;
  const padding = head.subarray(1 + length, 54);
  return padding.length > 0 && padding.every((byte) => byte === 0x20 || byte === 0);
}

/** The head as ASCII, whatever its encoding, for looking at mark-up. */
function asciiOf(head: Buffer): string {
  return head
    .subarray(0, 4096)
    .toString("latin1")
    .replaceAll("\0", "")
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "");
}

const HTML =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|meta|title|style|script|body|table|div|center|font|p|b|h\d|tr|td)\b/i;

/**
 * @param head   The first bytes, 4 KB or more where the file has them.
 * @param bytes  The whole file's size.
 */
export function contentOf(head: Buffer, bytes: number, name: string): Content {
  if (isLockFile(head, bytes, name)) return { kind: "lock" };
  const magic = head.subarray(0, 16).toString("latin1");
  if (magic.startsWith("PK\x03\x04") || magic.startsWith("PK\x05\x06")) return { kind: "zip" };
  if (magic.startsWith(OLE)) return { kind: "ole" };
  for (const [prefix, format] of OTHERS) {
    // "MZ" and "BZh" may begin a word; a text has no control characters in its head.
    if (magic.startsWith(prefix) && (prefix.length > 3 || head.subarray(0, 512).some((byte) => byte < 9))) {
      return { kind: "other", format };
    }
  }
  const ascii = asciiOf(head);
  if (HTML.test(ascii)) return { kind: "html" };
  if (/^\s*<\?xml/.test(ascii)) {
    const spreadsheet = ascii.includes("urn:schemas-microsoft-com:office:spreadsheet");
    return { kind: "other", format: spreadsheet ? "XML Spreadsheet 2003" : "XML" };
  }
  if (/^\s*(?:\{\s*"|\[\s*[[{])/.test(ascii)) return { kind: "other", format: "JSON" };
  return { kind: "text" };
}

const EXPECTED: Readonly<Record<string, readonly FileFormat[]>> = {
  xlsx: ["xlsx"],
  xlsm: ["xlsx"],
  xls: ["xls"],
  ods: ["ods"],
  csv: ["csv"],
  tsv: ["csv"],
  txt: ["csv"],
  html: ["html"],
  htm: ["html"],
};

/** The name's ending where it promises another format than the content is, else undefined. */
export function findWrongExtension(name: string, format: FileFormat): string | undefined {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  const expected = EXPECTED[extension];
  return expected === undefined || expected.includes(format) ? undefined : extension;
}
