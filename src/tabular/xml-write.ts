/** Text and elements into the XML of a workbook. */

/** For element content and double-quoted attributes; characters that XML cannot hold become blanks. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) =>
      character === "\n" || character === "\t" ? character : " ",
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Excel's own limit for a cell. */
const MAX_CELL_CHARACTERS = 32_767;

/** An inline string cell: never a formula, whatever it begins with. */
export function textCell(reference: string, text: string, style: number): string {
  const fitting = text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…` : text;
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(fitting)}</t></is></c>`;
}

export const numberCellXml = (reference: string, value: number | string, style: number): string =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`;

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
