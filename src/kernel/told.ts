/** What went wrong, as it is kept to be read later: the code of a fault or a finding with its parameters, said in both languages when shown. */
import { Fault, type FaultCode, faultMessage } from "./fault.ts";
import { faultText } from "./fault-text.ts";
import { type FindingCode, findingMessage } from "./finding.ts";
import { findingText } from "./finding-text.ts";
import type { Text } from "./locale.ts";

export interface Told {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const isFaultCode = (code: string): code is FaultCode => Object.hasOwn(faultText, code);
const isFindingCode = (code: string): code is FindingCode => Object.hasOwn(findingText, code);

/** One that is not known any more is said by its code. */
export function sayTold({ code, params }: Told): Text {
  if (isFaultCode(code)) return faultMessage(new Fault(code, params)).detail;
  if (isFindingCode(code)) return findingMessage({ code, params, severity: "error" });
  return { id: code, en: code };
}
