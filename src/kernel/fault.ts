/**
 * Faults: what is wrong with a request. Thrown, caught at the edge, shown as RFC 9457 problem details (or as GraphQL's `extensions`).
 * What is wrong inside a file is a Finding, never a Fault.
 */

import { type FaultCode, faultText } from "./fault-text.ts";
import type { Text } from "./locale.ts";

export type { FaultCode } from "./fault-text.ts";

export type FaultParams = Readonly<Record<string, string | number>>;

export class Fault extends Error {
  readonly code: FaultCode;
  readonly params: FaultParams;
  /** More for a machine: the errors of a package one by one, seconds to wait, the state that forbids. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: FaultCode,
    params: FaultParams = {},
    extra: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = "Fault";
    this.code = code;
    this.params = params;
    this.extra = extra;
  }

  /** The HTTP status of the contract's table. */
  get status(): number {
    return faultText[this.code].status;
  }
}

export const isFault = (thrown: unknown): thrown is Fault => thrown instanceof Fault;

/** Title and detail of a fault, in both languages. */
export function faultMessage(fault: Fault): { readonly title: Text; readonly detail: Text } {
  const text = faultText[fault.code];
  return { title: text.title, detail: { id: text.detail.id(fault.params), en: text.detail.en(fault.params) } };
}
