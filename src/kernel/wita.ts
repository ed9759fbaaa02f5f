/** Times as the house writes them: RFC 3339 in WITA (UTC+8), which South Sulawesi keeps all year. */

const WITA_OFFSET_MS = 8 * 3_600_000;

/** "2024-05-17T10:00:00+08:00", with milliseconds only where there are any. */
export function showTime(time: Date): string {
  const local = new Date(time.getTime() + WITA_OFFSET_MS).toISOString().replace(".000Z", "Z");
  return local.replace("Z", "+08:00");
}
