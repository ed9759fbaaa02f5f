/** A verb that works with the whole pipeline: opened for one piece of work, closed whatever happens. */
import type { Config } from "../config/settings.ts";
import type { Effects } from "../kernel/effects.ts";
import { openService, type Service } from "../service.ts";
import type { AdministrationDeps } from "./administration.ts";

export interface ServiceVerbDeps extends AdministrationDeps {
  readonly loadConfig: () => Config;
  readonly effects: Effects;
}

export async function withService<T>(
  { loadConfig, effects }: ServiceVerbDeps,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const service = await openService(loadConfig(), effects);
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}
