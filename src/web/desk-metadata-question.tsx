/** One question of the metadata form: its label, its input by the kind of answer, a word of help, and what is wrong with what was typed. */
import type { Lang } from "../kernel/locale.ts";
import type { Answers, Item } from "../kernel/statistical-form.ts";
import type { SentValues } from "./desk-metadata-form.ts";
import { showText } from "./show.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import type { ItemWords } from "./words-statistics.ts";

export interface QuestionProps {
  readonly lang: Lang;
  readonly name: string;
  readonly item: Item;
  readonly words: ItemWords;
  readonly answer: Answers[string];
  readonly sent: SentValues;
  readonly problem: string | undefined;
}

export function Question(props: QuestionProps): JSX.Element {
  const { lang, name, item, words, problem } = props;
  const help = (
    <p id={`${name}-bantuan`} class="meta" safe>
      {words.help}
    </p>
  );
  const wrong = problem !== undefined && (
    <p id={`${name}-salah`} class="notice wrong" safe>
      {problem}
    </p>
  );
  const number = item.number === undefined ? "" : `${item.number} `;
  if (item.kind === "many")
    return (
      <fieldset id={name} tabindex="-1" aria-describedby={describedBy(props)}>
        <legend safe>{`${number}${words.label}`}</legend>
        <input type="hidden" name={name} value="" />
        {item.options.map((option) => (
          <label class="choice">
            <input type="checkbox" name={name} value={option} checked={valuesOf(props).includes(option)} />{" "}
            <span safe>{words.options?.[option] ?? option}</span>
          </label>
        ))}
        {help}
        {wrong}
      </fieldset>
    );
  return (
    <div>
      <label for={name} safe>
        {`${number}${words.label}`}
      </label>
      {item.kind === "one" || item.kind === "yes-no" ? (
        <select id={name} name={name} aria-describedby={describedBy(props)} aria-invalid={problem && "true"}>
          {choicesOf(item, words, lang).map(([value, text]) => (
            <option value={value} selected={valuesOf(props)[0] === value} safe>
              {text}
            </option>
          ))}
        </select>
      ) : item.kind === "text" ? (
        <textarea
          id={name}
          name={name}
          rows="2"
          maxlength="2000"
          aria-describedby={describedBy(props)}
          aria-invalid={problem && "true"}
          safe
        >
          {valuesOf(props)[0] ?? ""}
        </textarea>
      ) : (
        <input
          id={name}
          name={name}
          {...INPUTS[item.kind]}
          value={valuesOf(props)[0] ?? ""}
          aria-describedby={describedBy(props)}
          aria-invalid={problem && "true"}
        />
      )}
      {help}
      {wrong}
    </div>
  );
}

/** What a phone shows as its keyboard; what is right is decided by the server, in the reader's language. */
const INPUTS = {
  line: { maxlength: "500" },
  date: { type: "date" },
  year: { inputmode: "numeric", maxlength: "4" },
  count: { inputmode: "numeric", maxlength: "9" },
  email: { inputmode: "email", maxlength: "200", autocomplete: "off" },
  phone: { inputmode: "tel", maxlength: "40", autocomplete: "off" },
} as const;

const describedBy = ({ name, problem }: QuestionProps): string =>
  problem === undefined ? `${name}-bantuan` : `${name}-salah ${name}-bantuan`;

function choicesOf(item: Item, words: ItemWords, lang: Lang): readonly (readonly [value: string, text: string])[] {
  const t = metadataWords[lang];
  const options: readonly (readonly [string, string])[] =
    item.kind === "one"
      ? item.options.map((option) => [option, words.options?.[option] ?? option] as const)
      : [
          ["ya", t.yes],
          ["tidak", t.no],
        ];
  return [["", t.notYet], ...options];
}

/** As it was typed, else as it is kept; the Indonesian text is the one that is edited. */
function valuesOf({ name, answer, sent }: QuestionProps): readonly string[] {
  const typed = sent(name);
  if (typed !== undefined) return typed;
  if (answer === undefined) return [];
  if (typeof answer === "boolean") return [answer ? "ya" : "tidak"];
  if (typeof answer === "string") return [answer];
  return "id" in answer ? [showText(answer, "id")] : answer;
}
