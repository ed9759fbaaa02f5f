/**
 * Which statements are prepared: those that come again. For a page of rows PostgreSQL plans longer than it reads, so a read that is
 * asked for the third time gets a name, under which each connection keeps it planned. Names are few and never given back; a statement
 * that comes too late for one is planned each time, as it would have been anyway.
 */

/** Plans kept by each connection, at most. */
const MAX_NAMES = 200;
/** Statements whose coming is counted, at most; then counting begins anew. */
const MAX_COUNTED = 2000;
const WORTH_A_NAME = 3;

/** The name of a statement's text, or undefined while it has none. */
export type NameStatement = (text: string) => string | undefined;

export function createStatementNames(): NameStatement {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= MAX_NAMES) return name;
    const count = (counts.get(text) ?? 0) + 1;
    if (count < WORTH_A_NAME) {
      if (counts.size >= MAX_COUNTED) counts.clear();
      counts.set(text, count);
      return undefined;
    }
    counts.delete(text);
    const given = `s${names.size + 1}`;
    names.set(text, given);
    return given;
  };
}
