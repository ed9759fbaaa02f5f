/** Numbers as OData's literals write them, as plain decimals. */

/** More digits than any number that is kept. */
const MAX_DIGITS = 400;

/** "1.5e3" → "1500", "2020.0" → "2020"; undefined for what is no number, or would be absurdly long. */
export function plainNumber(text: string): string | undefined {
  const [, sign = "", whole = "", part = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text) ?? [];
  const shift = Number(exponent);
  if (whole === "" || whole.length + part.length + Math.abs(shift) > MAX_DIGITS) return undefined;
  const point = whole.length + shift;
  const digits = `${"0".repeat(Math.max(0, -point))}${whole}${part}`.padEnd(point, "0");
  const at = Math.max(0, point);
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, "") || "0";
  const right = digits.slice(at).replace(/0+$/, "");
  const plain = right === "" ? left : `${left}.${right}`;
  return plain === "0" ? plain : `${sign}${plain}`;
}
