/** The frame of every chart: one SVG with title and subtitle above and the source below. */
import type { Children } from "@kitajs/html";
import { CARD, type ChartFrame, FONT, INK, MUTED, px, textWidth } from "./model.ts";

export interface PictureProps extends ChartFrame {
  readonly width: number;
  /** Of the drawing alone; the frame adds its own. */
  readonly height: number;
  /** What the chart shows, in a sentence, for who cannot see it. */
  readonly description: string;
  /** Are there links in it? */
  readonly linked?: boolean | undefined;
  /** The drawing; (0, 0) is below the subtitle. */
  readonly children?: Children;
}

const PAD = 16;
const TITLE = 16;
const SMALL = 12;

/** A text broken into lines of at most `width` pixels. */
export function breakLines(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A whole SVG document; inline in a page or alone in a file. */
export function Picture({
  title,
  subtitle,
  source,
  description,
  width,
  height,
  lang,
  linked = false,
  children,
}: PictureProps): JSX.Element {
  const inner = width - 2 * PAD;
  const titles = breakLines(title, TITLE, inner);
  const subtitles = breakLines(subtitle, 13, inner);
  const sources = breakLines(source, SMALL, inner);
  const top = PAD + titles.length * 21 + subtitles.length * 18 + 12;
  const whole = top + height + 10 + sources.length * 16 + PAD - 4;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="chart"
      role={linked ? "group" : "img"}
      lang={lang}
      viewBox={`0 0 ${px(width)} ${px(whole)}`}
      width={px(width)}
      height={px(whole)}
      font-family={FONT}
      aria-label={`${title}. ${description}`}
    >
      <rect class="chart-card" width="100%" height="100%" fill={CARD} />
      {titles.map((line, index) => (
        <text
          class="chart-ink"
          x={PAD}
          y={px(PAD + 14 + index * 21)}
          font-size={TITLE}
          font-weight="650"
          fill={INK}
          safe
        >
          {line}
        </text>
      ))}
      {subtitles.map((line, index) => (
        <text
          class="chart-muted"
          x={PAD}
          y={px(PAD + titles.length * 21 + 12 + index * 18)}
          font-size={13}
          fill={MUTED}
          safe
        >
          {line}
        </text>
      ))}
      <g transform={`translate(${PAD} ${px(top)})`}>{children}</g>
      {sources.map((line, index) => (
        <text class="chart-muted" x={PAD} y={px(top + height + 24 + index * 16)} font-size={SMALL} fill={MUTED} safe>
          {line}
        </text>
      ))}
    </svg>
  );
}

/** The width that a drawing has inside its frame. */
export const innerWidth = (width: number): number => width - 2 * PAD;
