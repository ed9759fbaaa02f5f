/** `/kerja/dataset/{slug}/metadata`: what Satu Data asks of a dataset, a part at a time, with a word of help at each question. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { Lang } from "../kernel/locale.ts";
import {
  type AskingGroup,
  askingsOf,
  countAnswers,
  METADATA_PARTS,
  missingOf,
  type SentValues,
} from "./desk-metadata-form.ts";
import { Question } from "./desk-metadata-question.tsx";
import { showCount, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { type MetadataPart, metadataWords } from "./words-desk-metadata.ts";

/** What is wrong, and with which input; undefined where it is on no input of the form. */
export interface FormProblem {
  readonly input: string | undefined;
  readonly text: string;
}

interface MetadataPageProps extends StaffProps {
  readonly dataset: Dataset;
  readonly part: MetadataPart;
  readonly csrf: JSX.Element;
  readonly saved: boolean;
  readonly problems: readonly FormProblem[];
  readonly sent: SentValues;
}

const metadataAddress = (slug: string, part: MetadataPart): string =>
  `/kerja/dataset/${slug}/metadata${part === "kolom" ? "" : `/${part}`}`;

export function MetadataPage(props: MetadataPageProps): JSX.Element {
  const { lang, actor, unread, dataset, part, csrf, saved, problems } = props;
  const t = metadataWords[lang];
  const { slug, package: pkg } = dataset;
  const groups = askingsOf(pkg, part, lang);
  const action = metadataAddress(slug, part);
  return (
    <StaffPage lang={lang} actor={actor} unread={unread} title={t.title} path={action} styles={["desk.css"]}>
      <p class="crumb">
        <a href={`/kerja/dataset/${slug}`} safe>
          {`← ${showText(pkg.title, lang)}`}
        </a>
      </p>
      <h1 safe>{t.title}</h1>
      <p safe>{t.lead}</p>
      <p class="meta" safe>
        {t.when}
      </p>
      <p>
        <a href={`/kerja/dataset/${slug}/metadata.xlsx`} download="" safe>
          {t.workbook}
        </a>
      </p>
      <WorkbookForm slug={slug} csrf={csrf} lang={lang} />
      <Parts {...props} />
      {saved && (
        <p class="notice" role="status" safe>
          {t.saved}
        </p>
      )}
      <Problems problems={problems} groups={groups} />
      <p safe>{t.about[part]}</p>
      <MissingList groups={groups} lang={lang} />
      {groups.length === 0 ? (
        <p class="notice" safe>
          {t.noMeasures}
        </p>
      ) : (
        <form class="send-file" method="post" action={action}>
          {csrf}
          {groups.map((group, index) => (
            <Group {...props} group={group} first={index === 0} />
          ))}
          <button class="button main" type="submit" safe>
            {t.save}
          </button>
        </form>
      )}
    </StaffPage>
  );
}

interface WorkbookFormProps {
  readonly slug: string;
  /** The hidden field; it stands before the file. */
  readonly csrf: JSX.Element;
  readonly lang: Lang;
}

function WorkbookForm({ slug, csrf, lang }: WorkbookFormProps): JSX.Element {
  const t = metadataWords[lang];
  return (
    <details class="ways">
      <summary safe>{t.workbookBack}</summary>
      <form method="post" action={`/kerja/dataset/${slug}/metadata.xlsx`} enctype="multipart/form-data">
        {csrf}
        <p safe>{t.workbookBackHelp}</p>
        <p>
          <label for="buku-kerja" safe>
            {t.workbookFile}
          </label>
          <input id="buku-kerja" name="file" type="file" accept=".xlsx" required />
        </p>
        <button class="button" type="submit" safe>
          {t.workbookSend}
        </button>
      </form>
    </details>
  );
}

/** The three parts, each with what is still missed in it. */
function Parts({ lang, dataset, part }: MetadataPageProps): JSX.Element {
  const t = metadataWords[lang];
  return (
    <nav class="metadata-parts" aria-label={t.partsLabel}>
      {METADATA_PARTS.map((each) => {
        const missing = missingOf(askingsOf(dataset.package, each, lang)).length;
        return (
          <a href={metadataAddress(dataset.slug, each)} aria-current={each === part ? "page" : undefined}>
            <span safe>{t.names[each]}</span>{" "}
            <span class="meta" safe>
              {missing === 0 ? t.complete : t.missed(showCount(missing, lang))}
            </span>
          </a>
        );
      })}
    </nav>
  );
}

function Problems({
  problems,
  groups,
}: Pick<MetadataPageProps, "problems"> & { readonly groups: readonly AskingGroup[] }): JSX.Element {
  const labels = new Map<string, string>(
    groups.flatMap(({ askings }) =>
      askings.flatMap(({ prefix, form, words }) =>
        Object.keys(form).map((name) => [`${prefix}-${name}`, words[name]?.label ?? name] as const),
      ),
    ),
  );
  return (
    <>
      {problems.map(({ input = "", text }) => {
        const label = labels.get(input);
        return (
          <p class="notice wrong" role="alert">
            {label !== undefined && (
              <>
                <a href={`#${input}`} safe>
                  {label}
                </a>
                {": "}
              </>
            )}
            <span safe>{text}</span>
          </p>
        );
      })}
    </>
  );
}

function MissingList({
  groups,
  lang,
}: {
  readonly groups: readonly AskingGroup[];
  readonly lang: MetadataPageProps["lang"];
}): JSX.Element {
  const missing = missingOf(groups);
  if (missing.length === 0) return "";
  const t = metadataWords[lang];
  return (
    <details class="metadata-missing" open={missing.length <= 4}>
      <summary safe>{t.missing(showCount(missing.length, lang))}</summary>
      <ul>
        {missing.map(({ input, title, label, why }) => (
          <li>
            <a href={`#${input}`} safe>
              {`${title}: ${label}`}
            </a>{" "}
            <span safe>{why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface GroupProps extends MetadataPageProps {
  readonly group: AskingGroup;
  readonly first: boolean;
}

/** Open where something is missed or wrong in it, so that a link to a question finds it shown. */
function Group({ lang, group, first, sent, problems }: GroupProps): JSX.Element {
  const t = metadataWords[lang];
  const { done, all } = countAnswers(group);
  const problemOf = (name: string) => problems.find(({ input }) => input === name)?.text;
  const asked = group.askings.flatMap((asking) =>
    Object.entries(asking.form).map(([name, item]) => ({ ...asking, name, item, input: `${asking.prefix}-${name}` })),
  );
  const open = first || missingOf([group]).length > 0 || asked.some(({ input }) => problemOf(input) !== undefined);
  return (
    <details class="ways metadata" open={open}>
      <summary>
        <span safe>{group.title}</span>{" "}
        <span class="meta" safe>
          {[group.about, t.filled(showCount(done, lang), showCount(all, lang))].filter(Boolean).join(" · ")}
        </span>
      </summary>
      {asked.map(({ name, item, input, words, answers }) => (
        <Question
          lang={lang}
          name={input}
          item={item}
          words={words[name] ?? { label: name, help: "" }}
          answer={answers[name]}
          sent={sent}
          problem={problemOf(input)}
        />
      ))}
    </details>
  );
}
