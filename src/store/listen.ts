/**
 * Hearing what other servers announce: a connection of its own that LISTENs, since a pool gives its connections to whoever comes. While
 * it lives, everything that was committed is heard, in order; when it is lost that is said at once, and it is made anew until somebody
 * stops it. A connection that only seems to live (a cable, a fail-over) is found out by asking it something every few seconds.
 */
import pg from "pg";

export interface Listener {
  /** The connection hears from now on: whatever was announced before has to be read. */
  readonly begun: () => Promise<void>;
  readonly heard: (payload: string) => void;
  /** From now on something may be announced that is not heard. */
  readonly lost: () => void;
}

export interface Listening {
  /** Resolves when everything committed before has been heard, or the connection is lost. Never rejects. */
  readonly catchUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A connection that does not answer for so long is lost. */
const ANSWER_MS = 3_000;
const ASK_EVERY_MS = 5_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** Resolves when the first attempt has succeeded or failed; a failed one is repeated in the background. */
export async function listenTo(url: string, channel: string, listener: Listener): Promise<Listening> {
  let client: pg.Client | undefined;
  /** The same, once it LISTENs. */
  let hearing: pg.Client | undefined;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;

  const drop = (gone: pg.Client): void => {
    if (client !== gone) return;
    client = undefined;
    hearing = undefined;
    listener.lost();
    void gone.end().catch(() => {});
    if (stopped) return;
    retry = setTimeout(() => void connect(), retryMs);
    retry.unref();
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };

  const connect = async (): Promise<void> => {
    const made = new pg.Client({
      connectionString: url,
      application_name: "jendela-listen",
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    client = made;
    made.on("error", () => drop(made));
    made.on("end", () => drop(made));
    made.on("notification", ({ payload = "" }) => client === made && listener.heard(payload));
    try {
      await made.connect();
      await made.query(`listen ${made.escapeIdentifier(channel)}`);
      if (client === made) hearing = made;
      await listener.begun();
      retryMs = FIRST_RETRY_MS;
    } catch {
      drop(made);
    }
  };

  const ask = async (): Promise<void> => {
    const asked = hearing;
    // PostgreSQL sends what was announced before it says that it is ready for the next question.
    await asked?.query("select 1").catch(() => drop(asked));
  };

  /** One question at a time; all who come while one is asked are content with the one after it. */
  let asking = Promise.resolve();
  let next: Promise<void> | undefined;
  const catchUp = (): Promise<void> => {
    next ??= asking.then(() => {
      next = undefined;
      asking = ask();
      return asking;
    });
    return next;
  };

  const looking = setInterval(() => void catchUp(), ASK_EVERY_MS);
  looking.unref();
  await connect();
  return {
    catchUp,
    stop: async () => {
      stopped = true;
      clearInterval(looking);
      clearTimeout(retry);
      const last = client;
      client = undefined;
      hearing = undefined;
      if (last) listener.lost();
      await last?.end().catch(() => {});
    },
  };
}
