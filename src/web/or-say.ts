/** What a person can mend is said on the page they sent; anything else goes on. */
import type { Request } from "express";
import { contextOf } from "../http/context.ts";
import { faultMessage, isFault } from "../kernel/fault.ts";

export async function orSay(
  request: Request,
  say: (problem: string) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isFault(thrown) || thrown.status >= 500) throw thrown;
    await say(faultMessage(thrown).detail[contextOf(request).lang]);
  }
}
