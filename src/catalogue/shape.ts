/** A value from outside, held against the shape it should have. */
import type { z } from "zod";
import { Fault } from "../kernel/fault.ts";

/** The value as the shape reads it. Throws `request.bad-body` with everything that does not fit in `extra.errors`. */
export function parseShape<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join("."), problem: message }));
  throw new Fault("request.bad-body", { count: errors.length }, { errors });
}
