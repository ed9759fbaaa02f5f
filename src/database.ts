/** The database that a server or a verb works on: DATABASE_URL, else the embedded one, running already or started for this. */
import type { Config } from "./config/settings.ts";
import type { Observe } from "./kernel/effects.ts";
import { openStore, type Store } from "./store/data-source.ts";
import { startEmbedded } from "./store/embedded.ts";
import { migrate } from "./store/migrate.ts";

export interface OpenDatabase {
  readonly store: Store;
  /** Closes connections, and stops the embedded database if it was started here. */
  readonly close: () => Promise<void>;
}

/** Opens the database with every migration applied. */
export async function openDatabase(config: Config, observe: Observe): Promise<OpenDatabase> {
  const database = await connectDatabase(config, observe);
  try {
    await migrate(database.store);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the database as it is. */
export async function connectDatabase(config: Config, observe: Observe): Promise<OpenDatabase> {
  const embedded = config.databaseUrl === undefined ? await startEmbedded({ home: config.home, observe }) : undefined;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? "";
    const store = await openStore({
      url,
      poolSize: config.databasePoolSize,
      readTimeout: config.statementTimeoutSeconds * 1000,
      observe,
      slowMs: config.slowQueryMs,
    });
    return {
      store,
      close: async () => {
        await store.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
