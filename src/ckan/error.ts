/**
 * What went wrong, as CKAN's clients understand it: they look at `__type` and not at the status. A fault of ours becomes the type that it
 * would have at CKAN's; the sentence is ours.
 */
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";

type ErrorType =
  | "Not Found Error"
  | "Authorization Error"
  | "Validation Error"
  | "Search Error"
  | "Search Query Error"
  | "Internal Server Error";

const STATUS: { readonly [T in ErrorType]: number } = {
  "Not Found Error": 404,
  "Authorization Error": 403,
  "Validation Error": 409,
  "Search Error": 409,
  "Search Query Error": 400,
  "Internal Server Error": 500,
};

/** An answer with `success: false`. */
export class ActionError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  private constructor(type: ErrorType, more: Readonly<Record<string, unknown>>, status: number = STATUS[type]) {
    super(type);
    this.name = "ActionError";
    this.status = status;
    this.body = { ...more, __type: type };
  }

  static notFound(message = "Not found", status?: number): ActionError {
    return new ActionError("Not Found Error", { message }, status);
  }
  static denied(message = "Access denied"): ActionError {
    return new ActionError("Authorization Error", { message });
  }
  /** Which arguments are wrong, and why. */
  static invalid(field: string, message: string): ActionError {
    return new ActionError("Validation Error", { [field]: [message] });
  }
  static badSearch(message: string): ActionError {
    return new ActionError("Search Query Error", { message });
  }
  static tooSlow(): ActionError {
    return new ActionError("Search Error", { query: ["Search took too long"], message: "Search took too long" });
  }
  static unavailable(message: string, status: number): ActionError {
    return new ActionError("Internal Server Error", { message }, status);
  }
}

/** An answer that is a bare JSON text: what CKAN says to a request in which it finds no action. */
export class BadRequest extends Error {
  constructor(what: string) {
    super(`Bad request: ${what}`);
    this.name = "BadRequest";
  }
}

/**
 * What was thrown, as an error of an action; undefined where it is a mistake of the program.
 *
 * @param field  The argument that was being read when it happened.
 */
export function asActionError(thrown: unknown, field = "message"): ActionError | undefined {
  if (thrown instanceof ActionError) return thrown;
  if (!isFault(thrown)) return undefined;
  const message = faultMessage(thrown).detail.en;
  const { status, code } = thrown;
  if (code === "server.query-too-slow") return ActionError.tooSlow();
  if (status === 404 || status === 410) return ActionError.notFound(message, status);
  if (status === 401 || status === 403) return ActionError.denied(message);
  if (status === 503) return ActionError.unavailable(message, status);
  return status < 500 ? ActionError.invalid(field, message) : undefined;
}

/** Runs `work`; a fault in it is one of this argument. */
export function about<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.status < 500) throw asActionError(thrown, field);
    throw thrown;
  }
}
