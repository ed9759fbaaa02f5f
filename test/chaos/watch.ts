/** Looks into the database of a home from outside, to see what it is doing. */
import pg from "pg";
import { databaseUrl } from "./process.ts";

export interface Watch {
  /** A connection to the database; undefined while there is none. */
  readonly database: () => Promise<pg.Client | undefined>;
  /** Nobody waits any longer. */
  readonly isOver: () => boolean;
  readonly close: () => Promise<void>;
}

/** A connection of the harness's own, made when there is a database and again when it was lost. */
export function watchDatabase(home: string): Watch {
  let client: pg.Client | undefined;
  let closed = false;
  return {
    database: async () => {
      if (client !== undefined || closed) return client;
      const url = await databaseUrl(home);
      if (url === undefined) return undefined;
      const made = new pg.Client({ connectionString: url, application_name: "chaos", connectionTimeoutMillis: 500 });
      made.on("error", () => {
        client = undefined;
      });
      await made.connect().then(
        () => {
          if (closed) void made.end().catch(() => {});
          else client = made;
        },
        () => {},
      );
      return client;
    },
    isOver: () => closed,
    close: async () => {
      closed = true;
      await client?.end().catch(() => {});
    },
  };
}
