/**
 * Personal data by its structure: what a single cell holds. Whether a column may be called personal is decided over all its cells and
 * its header (`personal-column.ts`), since a long decimal, a coordinate or a school's NPSN can look like a piece of an identity
 * number. Sources: the layout of NIK (region, birth date, serial), NIP (birth date, appointment, sex, serial) and NPWP.
 */

export type PersonalKind = "nik" | "kk" | "npwp" | "nip" | "phone" | "email" | "bank-account";

const PROVINCE = "(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-6])";
const NIK = new RegExp(
  `(?<![\\d.,])${PROVINCE}\\d{4}(?:0[1-9]|[12]\\d|3[01]|4[1-9]|[56]\\d|7[01])(?:0[1-9]|1[0-2])\\d{2}\\d{4}(?![\\d.,]\\d|\\d)`,
);
const NIP =
  /(?<![\d.,])(?:19[4-9]\d|20[01]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?(?:19[6-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2]|21)\s?[12]\s?\d{3}(?![\d.,]\d|\d)/;
const NPWP = /(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)/;
const PHONE = /(?<![\d.,])(?:\+?62[\s-]?|0)8\d{1,3}[\s-]?\d{3,4}[\s-]?\d{3,5}(?![\d.,]\d|\d)/;
const EMAIL = /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}/i;
/** Addresses of offices belong to nobody. */
const OFFICE_EMAIL = /@(?:[a-z\d-]+\.)*(?:go|desa|sch)\.id$/i;

/**
 * What one cell holds, if it holds any.
 *
 * @returns the kind, or undefined. A family card's number has the form of a NIK; its column's header tells them apart.
 */
export function findPersonal(cell: string): PersonalKind | undefined {
  const { length } = cell;
  if (length < 6) return undefined;
  let digits = 0;
  let hasAt = false;
  for (let i = 0; i < length; i += 1) {
    const code = cell.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += 1;
    else if (code === 64) hasAt = true;
  }
  if (hasAt) {
    const mail = EMAIL.exec(cell)?.[0];
    if (mail !== undefined && !OFFICE_EMAIL.test(mail)) return "email";
  }
  if (digits < 10) return undefined;
  if (digits >= 18 && NIP.test(cell)) return "nip";
  if (digits >= 16 && NIK.test(cell)) return "nik";
  if (digits >= 15 && NPWP.test(cell)) return "npwp";
  if (PHONE.test(cell)) {
    const phone = PHONE.exec(cell)?.[0].replace(/\D/g, "") ?? "";
    return phone.length >= 10 && phone.length <= 15 ? "phone" : undefined;
  }
  return undefined;
}

/** "73************01", "a***@gmail.com": enough to find the cell, too little to use. */
export function maskPersonal(cell: string): string {
  const text = cell.trim();
  const mail = EMAIL.exec(text)?.[0];
  if (mail !== undefined) return `${mail.charAt(0)}***@${mail.slice(mail.indexOf("@") + 1)}`;
  const symbols = [...text].slice(0, 40);
  const keep = symbols.length >= 8 ? 2 : symbols.length >= 4 ? 1 : 0;
  return symbols
    .map((symbol, index) => (index < keep || index >= symbols.length - keep || /[\s.\-@]/.test(symbol) ? symbol : "*"))
    .join("");
}
