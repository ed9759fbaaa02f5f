/** The views of a dataset: their tabs, which are links, and the one that is chosen. */
import type { Lang } from "../kernel/locale.ts";
import { showDecimal } from "../kernel/locale.ts";
import { valueStatusText } from "../kernel/value-status.ts";
import { type DatasetAddress, datasetAddress, pathOf, type View } from "./dataset-address.ts";
import { type ChartProps, DatasetChart, inOrder } from "./dataset-chart.tsx";
import type { Choice } from "./dataset-plan.ts";
import { pictureAddress, picturePlaces } from "./picture-address.ts";
import { showCount } from "./show.ts";
import { showPeriodShort } from "./show-period.ts";
import { fieldTitle } from "./value-names.ts";
import { datasetWords } from "./words-dataset.ts";

export interface TabsProps {
  readonly lang: Lang;
  readonly address: DatasetAddress;
  readonly views: readonly View[];
  readonly view: View;
}

/** Filters and the measure go along, so that another view is of the same. */
export function Tabs({ lang, address, views, view }: TabsProps): JSX.Element {
  const t = datasetWords[lang];
  const carried = { ...address, filters: address.filters.filter(([name]) => !name.startsWith("_")) };
  return (
    <nav class="tabs" aria-label={t.viewsLabel}>
      {views.map((each) => (
        <a
          href={`${datasetAddress(carried, { view: each })}#lihat`}
          aria-current={each === view ? "page" : undefined}
          safe
        >
          {t.views[each]}
        </a>
      ))}
    </nav>
  );
}

export interface ChartViewProps extends Omit<ChartProps, "width" | "base"> {
  readonly address: DatasetAddress;
  readonly version: number;
  readonly baseUrl: string;
  /** Without the address, for a narrow picture on the page itself. */
  readonly shortSource: string;
}

const WIDE = 720;
const NARROW = 340;
const MAP = 400;
const SHOWN = 40;

export function ChartView(props: ChartViewProps): JSX.Element {
  const { lang, plan, figures, address } = props;
  const t = datasetWords[lang];
  const draw = (width: number, source = props.source): JSX.Element | undefined =>
    DatasetChart({ ...props, source, base: "", width });
  const wide = draw(plan.view === "peta" ? MAP : WIDE);
  return (
    <section aria-labelledby="gambar">
      <h2 id="gambar" class="unseen" safe>
        {t.views[plan.view]}
      </h2>
      <Options {...props} />
      {wide === undefined ? (
        <p class="notice" safe>
          {t.nothingToDraw}
        </p>
      ) : plan.view === "peta" ? (
        <div class="map-frame">{wide}</div>
      ) : (
        <>
          <div class="wide-only">{wide}</div>
          <div class="narrow-only">{draw(NARROW, props.shortSource)}</div>
        </>
      )}
      {plan.view !== "tren" && plan.view !== "peta" && figures.length > SHOWN && (
        <p class="meta" safe>
          {t.more(SHOWN, showCount(figures.length, lang))}
        </p>
      )}
      {wide !== undefined && <Share {...props} />}
      {wide !== undefined && <FigureTable {...props} />}
      <p class="unseen">
        <a href={datasetAddress(address, { view: "tabel" })} safe>
          {t.table}
        </a>
      </p>
    </section>
  );
}

/** What can be chosen, as one form; its button is needed only without a script. */
function Options({ lang, plan, address, nameOf }: ChartViewProps): JSX.Element {
  const t = datasetWords[lang];
  const { measures, measure, period, dimensions, view } = plan;
  const choices = [
    ...(period === undefined || view === "tren" || period.values.length < 2 ? [] : [period]),
    ...dimensions.filter(({ values }) => values.length > 1),
  ];
  const pointed = pointedAt(plan);
  if (choices.length === 0 && measures.length < 2 && pointed === undefined) return "";
  const shown = new Set<string>(
    [...choices, ...(pointed === undefined ? [] : [pointed])].map(({ field }) => field.name),
  );
  return (
    <form class="options" method="get" action={`${pathOf(address)}#lihat`} aria-label={t.chartOptions}>
      <input type="hidden" name="tampil" value={view} />
      {address.filters
        .filter(([name]) => !shown.has(name) && !name.startsWith("_"))
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      {measures.length > 1 && (
        <label>
          <span safe>{t.measure}</span>
          <select name="_ukuran" data-submit="">
            {measures.map((each) => (
              <option value={each.name} selected={each === measure} safe>
                {fieldTitle(each, lang)}
              </option>
            ))}
          </select>
        </label>
      )}
      {choices.map((choice) => (
        <Select choice={choice} nameOf={nameOf} label={fieldTitle(choice.field, lang)} all={t.all} />
      ))}
      {pointed !== undefined && <Select choice={pointed} nameOf={nameOf} label={t.pointAt} all={t.nothing} />}
      <button type="submit" class="button plain" data-without="" safe>
        {t.show}
      </button>
    </form>
  );
}

/** Which line or bar may be made to stand out. */
function pointedAt({ view, category, categories, highlighted }: ChartViewProps["plan"]): Choice | undefined {
  if (category === undefined || categories.length < 2 || (view !== "peringkat" && view !== "tren" && view !== "peta"))
    return undefined;
  return { field: category, values: categories, chosen: highlighted[0], all: true };
}

interface SelectProps extends Pick<ChartViewProps, "nameOf"> {
  readonly choice: Choice;
  readonly label: string;
  /** What choosing none of them is called. */
  readonly all: string;
}

function Select({ choice, nameOf, label, all }: SelectProps): JSX.Element {
  const { field, values, chosen } = choice;
  return (
    <label>
      <span safe>{label}</span>
      <select name={field.name} data-submit="">
        {choice.all && (
          <option value="" safe>
            {all}
          </option>
        )}
        {values.map((value) => (
          <option value={value} selected={value === chosen} safe>
            {nameOf(field, value)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Share({ lang, address, plan, version, baseUrl }: ChartViewProps): JSX.Element {
  const t = datasetWords[lang];
  const place = { ...address, view: plan.view };
  const { frame, image } = picturePlaces(place, version, baseUrl);
  return (
    <div class="share">
      <a href={pictureAddress(place, "svg", version)} download="" safe>
        {t.saveSvg}
      </a>
      <a href={pictureAddress(place, "png", version)} download="" safe>
        {t.savePng}
      </a>
      <details>
        <summary safe>{t.embed}</summary>
        <Code id="sisip-bingkai" label={t.embedFrame} text={frame} copy={t.copy} />
        <Code id="sisip-gambar" label={t.embedImage} text={image} copy={t.copy} />
      </details>
    </div>
  );
}

export interface CodeProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly copy: string;
  /** Does a heading say already what it is? */
  readonly quiet?: boolean | undefined;
}

/** Something to copy, readable without a script. */
export function Code({ id, label, text, copy, quiet = false }: CodeProps): JSX.Element {
  return (
    <div class="code">
      <div class="code-head">
        <p id={`${id}-nama`} class={quiet ? "unseen" : undefined} safe>
          {label}
        </p>
        <button
          type="button"
          class="button plain small"
          data-copy={`#${id}`}
          hidden
          aria-describedby={`${id}-nama`}
          safe
        >
          {copy}
        </button>
      </div>
      <pre id={id} tabindex="0" role="region" aria-labelledby={`${id}-nama`}>
        <code safe>{text}</code>
      </pre>
    </div>
  );
}

const MOST_COLUMNS = 12;

/** A column of codes is shown by their names: "Kode Kabupaten/Kota" heads "Kabupaten/Kota". */
function namedBy(title: string): string {
  const named = title.replace(/^kode /i, "").replace(/ code$/i, "");
  return named.slice(0, 1).toUpperCase() + named.slice(1);
}

/** What the picture shows, for who reads rather than looks. */
function FigureTable({ lang, plan, figures, nameOf }: ChartViewProps): JSX.Element {
  const t = datasetWords[lang];
  const field = plan.view === "komposisi" ? plan.parts : plan.category;
  const periods = [...new Set(figures.map(({ period }) => period))].sort().slice(-MOST_COLUMNS);
  const at = new Map(figures.map((figure) => [`${figure.code} ${figure.period}`, figure]));
  const last = figures.filter(({ period }) => period === periods.at(-1));
  const name = (code: string, label: string | undefined): string => {
    const named = field === undefined || code === "" ? t.allTogether : nameOf(field, code);
    return named === code ? (label ?? code) : named;
  };
  return (
    <details class="figures" open>
      <summary safe>{t.sameAsTable}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label={t.sameAsTable}>
        <table>
          <thead>
            <tr>
              <th scope="col" safe>
                {field === undefined ? "" : namedBy(fieldTitle(field, lang))}
              </th>
              {periods.map((period) => (
                <th scope="col" class="figure" safe>
                  {period === ""
                    ? plan.measure === undefined
                      ? ""
                      : fieldTitle(plan.measure, lang)
                    : showPeriodShort(period, lang)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inOrder(last).map(({ code, label }) => (
              <tr>
                <th scope="row" safe>
                  {name(code, label)}
                </th>
                {periods.map((period) => {
                  const { value = null, status } = at.get(`${code} ${period}`) ?? {};
                  const mark = status === undefined ? "" : valueStatusText[status].symbol;
                  return (
                    <td class="figure" safe>
                      {`${value === null ? "" : showDecimal(value, lang)}${mark}` || "–"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
