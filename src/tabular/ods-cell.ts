/** One cell of an OpenDocument sheet as text and kind. Source of the value types: OpenDocument 1.3 part 3, 19.385. */
import type { CellKind } from "./model.ts";
import { plainDecimal, shiftPoint } from "./plain-decimal.ts";
import { attributeOf } from "./xml-scan.ts";

interface CellText {
  readonly text: string;
  readonly kind: CellKind;
}

const EMPTY: CellText = { text: "", kind: "text" };

/** "PT08H30M00S" as "08:30:00". */
function clockOf(duration: string): string {
  const match = /^PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$/.exec(duration);
  return match === null
    ? duration
    : match
        .slice(1, 4)
        .map((part) => part.padStart(2, "0"))
        .join(":");
}

/** A number whose format shows leading zeros: the shown text is the code. */
function numberText(value: string, shown: string): CellText {
  const decimal = plainDecimal(value);
  if (decimal === undefined) return { text: shown, kind: "text" };
  const padded = /^0\d+$/.test(shown) && Number(shown) === Number(decimal);
  return { text: padded ? shown : decimal, kind: "number" };
}

/** @param tag  The cell's start tag. @param shown  Its paragraphs, joined by LF. */
export function odsCell(tag: string, shown: string): CellText {
  const type = attributeOf(tag, "office:value-type");
  const value = attributeOf(tag, "office:value") ?? "";
  if (attributeOf(tag, "calcext:value-type") === "error") return { text: shown === "" ? "#N/A" : shown, kind: "error" };
  switch (type) {
    case "float":
    case "currency":
      return numberText(value, shown);
    case "percentage": {
      const decimal = plainDecimal(value);
      return decimal === undefined
        ? { text: shown, kind: "text" }
        : { text: `${shiftPoint(decimal, 2)}%`, kind: "number" };
    }
    case "date":
      return {
        text: (attributeOf(tag, "office:date-value") ?? shown).replace(/T00:00:00(?:\.0+)?$/, ""),
        kind: "date",
      };
    case "time":
      return { text: clockOf(attributeOf(tag, "office:time-value") ?? shown), kind: "date" };
    case "boolean":
      return { text: attributeOf(tag, "office:boolean-value") === "true" ? "TRUE" : "FALSE", kind: "boolean" };
    case "string":
      return { text: shown === "" ? (attributeOf(tag, "office:string-value") ?? "") : shown, kind: "text" };
    default: {
      if (shown !== "") return { text: shown, kind: "text" };
      const formula = attributeOf(tag, "table:formula");
      return formula === undefined
        ? EMPTY
        : { text: formula.replace(/^\w+:/, "").slice(0, 200), kind: "uncached-formula" };
    }
  }
}
