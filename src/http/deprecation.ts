/**
 * Calls that will end say so in every answer: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), refusals too, and a `Link` to what takes
 * their place. Which calls these are is said in the tables of the reference (`openapi/`); docs/api-life.md tells how long they stay.
 */
import type { RequestHandler } from "express";

/** Days as "2027-01-31", from the beginning of which each holds, by UTC. */
export interface Deprecated {
  readonly since: string;
  readonly sunset: string;
  /** Path of the call to use instead. */
  readonly successor?: string;
}

interface Call {
  readonly method: string;
  /** With `{name}` for each part of the path. */
  readonly path: string;
  readonly deprecated?: Deprecated | undefined;
}

export function announceDeprecated(calls: readonly Call[], baseUrl: string): RequestHandler {
  const ending = calls.flatMap(({ method, path, deprecated }) =>
    deprecated === undefined ? [] : [{ method: method.toUpperCase(), pattern: patternOf(path), ...deprecated }],
  );
  return (request, response, next) => {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const found = ending.find((one) => one.method === method && one.pattern.test(request.path));
    if (found !== undefined) {
      response.setHeader("Deprecation", `@${Date.parse(found.since) / 1000}`);
      response.setHeader("Sunset", new Date(found.sunset).toUTCString());
      if (found.successor !== undefined)
        response.append("Link", `<${baseUrl}${found.successor}>; rel="successor-version"`);
    }
    next();
  };
}

/** "/download/{slug}.csv": a name stands for anything within its part of the path. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`);
}
