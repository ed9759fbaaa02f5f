/** Random texts that people copy by hand or read out over the telephone: groups of four, without letters and digits that look alike. */
import { randomInt } from "node:crypto";

const SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789";

/** "k7xm-4wqe-…": just under 20 bits a group. */
export const makeSpokenCode = (groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => SYMBOLS.charAt(randomInt(SYMBOLS.length))).join(""),
  ).join("-");
