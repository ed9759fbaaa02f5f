/**
 * Every code a fault can have, by area. Codes are `area.what` and never change; `docs/codes.md` is made from here.
 */
import type { FaultText } from "./fault-shape.ts";
import { questionFaults } from "./fault-text-question.ts";
import { serviceFaults } from "./fault-text-service.ts";
import { uploadFaults } from "./fault-text-upload.ts";

const catalogue = { ...questionFaults, ...uploadFaults, ...serviceFaults };

export type FaultCode = keyof typeof catalogue;

export const faultText: { readonly [C in FaultCode]: FaultText } = catalogue;
