/**
 * A copy of a text that holds nothing else in memory. A cell cut out of a block of the file keeps the whole block alive as long as it
 * lives itself; whatever is remembered longer than its row goes through here.
 */
export const detach = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le");
