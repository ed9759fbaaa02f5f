/** A number as it stands in a table: with the mark of its status, or the mark that says why there is none; each explained where it stands. */
import { type Lang, showDecimal } from "../kernel/locale.ts";
import { type ValueStatus, valueStatusText } from "../kernel/value-status.ts";

export interface StatusValueProps {
  readonly lang: Lang;
  readonly value: string | null | undefined;
  readonly status: string | null | undefined;
}

const isStatus = (text: string | null | undefined): text is ValueStatus =>
  text != null && Object.hasOwn(valueStatusText, text);

export function StatusValue({ lang, value, status }: StatusValueProps): JSX.Element {
  const text = isStatus(status) ? valueStatusText[status] : undefined;
  if (value == null) {
    const label = text?.label[lang] ?? (lang === "id" ? "tidak ada angka" : "no figure");
    return (
      <abbr title={label} safe>
        {text?.symbol ?? "…"}
      </abbr>
    );
  }
  return (
    <>
      <span safe>{showDecimal(value, lang)}</span>
      {text !== undefined && (
        <abbr class="mark-status" title={text.label[lang]} safe>
          {text.symbol}
        </abbr>
      )}
    </>
  );
}

/** The marks that occur, in words. */
export function StatusLegend({
  lang,
  statuses,
}: {
  readonly lang: Lang;
  readonly statuses: readonly (string | null)[];
}): JSX.Element {
  const used = [...new Set(statuses)].filter(isStatus);
  if (used.length === 0) return "";
  return (
    <p class="meta" safe>
      {used.map((status) => `${valueStatusText[status].symbol} ${valueStatusText[status].label[lang]}`).join(" · ")}
    </p>
  );
}
