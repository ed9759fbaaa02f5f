/**
 * What charts are drawn from, and the few measures they share. A chart is one SVG with its title, source, period and version inside, so
 * that a copied picture still says where it is from. Colours are attributes for a picture that stands alone; on a page the classes of
 * the style sheet take their place, for light, dark and print. Numbers become floats here and only here: a pixel needs no more.
 */
import type { Lang } from "../../kernel/locale.ts";
import type { ValueStatus } from "../../kernel/value-status.ts";

/** One value: canonical decimal text, or null with the status that says why. */
export interface ChartValue {
  readonly value: string | null;
  readonly status?: ValueStatus | undefined;
}

/** Around a picture: what it says, of what, and where it is from. */
export interface ChartFrame {
  readonly lang: Lang;
  /** What the numbers say. */
  readonly title: string;
  /** Unit, period, what a dashed line means. */
  readonly subtitle: string;
  /** Source, dataset, version. */
  readonly source: string;
}

export const FONT = "'Plus Jakarta Sans', 'Plus Jakarta Sans Variable', system-ui, sans-serif";

/** The light palette of the house. */
export const INK = "#1E1B18";
export const MUTED = "#5E564E";
export const LINE = "#E4DCD0";
export const CARD = "#FFFFFF";
export const MAROON = "#8A1C33";
export const TEAL = "#0B5563";
export const BAR = "#3F8C97";
export const SEQUENCE = ["#EAF3F1", "#CFE4E2", "#A6CFD0", "#74B0B6", "#3F8C97", "#0B5563"] as const;
/** From this class of the sequence on, text is light. */
export const DARK_FROM = 5;

/** For drawing only; undefined where there is no value. */
export const toDrawn = ({ value }: ChartValue): number | undefined => (value === null ? undefined : Number(value));

/** About how wide a text is, in pixels, without a browser to ask: wide enough never to be cut. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.58;

const PROVISIONAL: readonly ValueStatus[] = ["provisional", "very-provisional", "very-very-provisional", "estimated"];

/** Drawn hollow. */
export const isProvisional = ({ status }: ChartValue): boolean => status !== undefined && PROVISIONAL.includes(status);

/** Coordinates need no more than a tenth of a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);
