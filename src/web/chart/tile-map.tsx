/**
 * The 24 regencies and cities as equal tiles that keep neighbours together: on a true map the cities would be invisible. Each tile is a
 * link that says its name, value, period and rank. Classes are quantiles; a region without a value is hatched.
 */
import { scaleQuantile } from "d3-scale";
import { type Lang, showDecimal } from "../../kernel/locale.ts";
import { type ChartFrame, type ChartValue, DARK_FROM, INK, LINE, MUTED, px, SEQUENCE, toDrawn } from "./model.ts";
import { innerWidth, Picture } from "./picture.tsx";

/** Code → [column, row, short name]. The gap beside Enrekang is the Gulf of Bone. */
export const TILES: Readonly<Record<string, readonly [column: number, row: number, name: string]>> = {
  "73.22": [2, 0, "Luwu Utara"],
  "73.24": [3, 0, "Luwu Timur"],
  "73.26": [1, 1, "Toraja Utara"],
  "73.73": [2, 1, "Palopo"],
  "73.18": [1, 2, "Tana Toraja"],
  "73.17": [2, 2, "Luwu"],
  "73.15": [0, 3, "Pinrang"],
  "73.16": [1, 3, "Enrekang"],
  "73.72": [0, 4, "Parepare"],
  "73.14": [1, 4, "Sidrap"],
  "73.13": [2, 4, "Wajo"],
  "73.11": [0, 5, "Barru"],
  "73.12": [1, 5, "Soppeng"],
  "73.08": [2, 5, "Bone"],
  "73.10": [0, 6, "Pangkep"],
  "73.09": [1, 6, "Maros"],
  "73.07": [2, 6, "Sinjai"],
  "73.71": [0, 7, "Makassar"],
  "73.06": [1, 7, "Gowa"],
  "73.02": [2, 7, "Bulukumba"],
  "73.05": [0, 8, "Takalar"],
  "73.04": [1, 8, "Jeneponto"],
  "73.03": [2, 8, "Bantaeng"],
  "73.01": [3, 9, "Selayar"],
};
const COLUMNS = 4;
const ROWS = 10;
const GAP = 4;

export interface TileValue extends ChartValue {
  readonly code: string;
  /** Full name. */
  readonly name: string;
  readonly href: string;
  readonly rank?: number | undefined;
  readonly highlighted?: boolean | undefined;
}

export interface TileMapProps extends ChartFrame {
  readonly width: number;
  readonly tiles: readonly TileValue[];
  /** In words. */
  readonly period: string;
  readonly description: string;
}

export function TileMap({ tiles, width, period, lang, ...frame }: TileMapProps): JSX.Element {
  const size = (innerWidth(width) + GAP) / COLUMNS - GAP;
  const height = ROWS * (size * 0.94 + GAP);
  const known = tiles.flatMap((tile) => toDrawn(tile) ?? []);
  const classOf = scaleQuantile<number>()
    .domain(known)
    .range(SEQUENCE.map((_, index) => index));
  return (
    <Picture {...frame} linked lang={lang} width={width} height={height}>
      <defs>
        <pattern id="tanpa-angka" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="chart-grid" x1="0" y1="0" x2="0" y2="6" stroke={LINE} stroke-width="3" />
        </pattern>
      </defs>
      {[...tiles].sort(byPlace).map((tile) => (
        <Tile tile={tile} size={size} place={placeOf(tile, classOf)} period={period} lang={lang} of={known.length} />
      ))}
    </Picture>
  );
}

/** Read from the north to the south, as the eye does. */
function byPlace(one: TileValue, other: TileValue): number {
  const [[column = 0, row = 0] = [], [otherColumn = 0, otherRow = 0] = []] = [TILES[one.code], TILES[other.code]];
  return row - otherRow || column - otherColumn;
}

/** Which of the six classes; undefined without a value. */
function placeOf(tile: TileValue, classOf: (value: number) => number): number | undefined {
  const drawn = toDrawn(tile);
  return drawn === undefined ? undefined : classOf(drawn);
}

interface TileProps {
  readonly tile: TileValue;
  readonly size: number;
  readonly place: number | undefined;
  readonly period: string;
  readonly lang: Lang;
  readonly of: number;
}

function Tile({ tile, size, place, period, lang, of }: TileProps): JSX.Element {
  const at = TILES[tile.code];
  if (at === undefined) return "";
  const [column, row, whole] = at;
  const name = fitting(whole, size) < 10 ? whole.replace(/ ([UT])\w+$/, " $1.").replace(/^Tana /, "T. ") : whole;
  const [x, y] = [column * (size + GAP), row * (size * 0.94 + GAP)];
  const light = place !== undefined && place >= DARK_FROM;
  const shown = tile.value === null ? (lang === "id" ? "tanpa angka" : "no figure") : showDecimal(tile.value, lang);
  const rank =
    tile.rank === undefined
      ? ""
      : lang === "id"
        ? `, peringkat ${tile.rank} dari ${of}`
        : `, rank ${tile.rank} of ${of}`;
  const ink = light ? "#FFFFFF" : INK;
  return (
    <a href={tile.href} class="tile">
      <title safe>{`${tile.name}: ${shown}, ${period}${rank}`}</title>
      <rect
        class={`${place === undefined ? "tile-none" : `tile-${place}`}${tile.highlighted ? " tile-here" : ""}`}
        x={px(x)}
        y={px(y)}
        width={px(size)}
        height={px(size * 0.94)}
        rx="3"
        fill={place === undefined ? "url(#tanpa-angka)" : SEQUENCE[place]}
        stroke={place === undefined ? LINE : "none"}
      />
      <text
        class={place === undefined ? "chart-ink" : `tile-text-${place}`}
        x={px(x + 6)}
        y={px(y + 16)}
        font-size={fitting(name, size)}
        fill={ink}
        safe
      >
        {name}
      </text>
      <text
        class={place === undefined ? "chart-muted" : `tile-text-${place}`}
        x={px(x + 6)}
        y={px(y + size * 0.94 - 8)}
        font-size={tile.value === null ? 9 : Math.max(9, Math.min(16, Math.floor((size - 12) / (shown.length * 0.62))))}
        font-weight={tile.value === null ? "400" : "600"}
        fill={tile.value === null ? MUTED : ink}
        safe
      >
        {shown}
      </text>
    </a>
  );
}

/** The font size at which a text fits a tile. */
const fitting = (text: string, size: number): number =>
  Math.max(8, Math.min(12, Math.floor((size - 10) / (text.length * 0.56))));
