/** `/kerja/tinjau/dataset/{slug}`: the versions of a dataset, each of which may be withdrawn or published again, with a reason. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { showCount, showDay, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { reviewWords } from "./words-review.ts";

export interface ReviewVersionsProps extends StaffProps {
  readonly dataset: Dataset;
  readonly versions: ListPage<Version>;
  readonly csrf: JSX.Element;
  readonly problem?: string | undefined;
}

export function ReviewVersionsPage({ dataset, versions, csrf, problem, ...staff }: ReviewVersionsProps): JSX.Element {
  const { lang } = staff;
  const t = reviewWords[lang];
  const title = showText((dataset.current?.package ?? dataset.package).title, lang);
  const path = `/kerja/tinjau/dataset/${dataset.slug}`;
  return (
    <StaffPage {...staff} title={t.versionsTitle(title)} path={path}>
      <p class="crumb">
        <a href="/kerja/tinjau" safe>
          {`← ${t.back}`}
        </a>
        <a href={`/dataset/${dataset.slug}`} safe>
          {t.seeDataset}
        </a>
      </p>
      <h1 safe>{t.versionsTitle(title)}</h1>
      <p class="lead" safe>
        {t.versionsLead}
      </p>
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      <ol class="rows versions">
        {versions.nodes.map((version) => (
          <Item version={version} lang={lang} path={path} csrf={csrf} />
        ))}
      </ol>
    </StaffPage>
  );
}

interface ItemProps {
  readonly version: Version;
  readonly lang: Lang;
  readonly path: string;
  readonly csrf: JSX.Element;
}

function Item({ version, lang, path, csrf }: ItemProps): JSX.Element {
  const t = reviewWords[lang];
  const { number, current, withdrawn, publishedAt, note, added = 0, changed = 0, removed = 0, rows } = version;
  const count = (of: number): string => showCount(of, lang);
  const changes = number === 1 ? t.newRows(count(rows)) : t.counted(count(added), count(changed), count(removed));
  return (
    <li>
      <h2>
        <span safe>{`v${number}`}</span>
        {current && (
          <span class="tag" safe>
            {t.current}
          </span>
        )}
      </h2>
      <p class="facts" safe>
        {[t.publishedOn(showDay(publishedAt, lang)), changes].join(" · ")}
      </p>
      {note !== undefined && (
        <p class="facts quoted" safe>
          {note}
        </p>
      )}
      {withdrawn !== undefined ? (
        <p class="notice" safe>
          {t.withdrawn(withdrawn.reason)}
        </p>
      ) : (
        <div class="version-acts">
          <ReasonForm
            action={`${path}/v${number}/tarik`}
            name={t.withdraw}
            reason={t.withdrawReason}
            id={`tarik-${number}`}
            csrf={csrf}
          />
          {!current && (
            <ReasonForm
              action={`${path}/v${number}/pulihkan`}
              name={t.restore}
              reason={t.restoreReason}
              id={`pulihkan-${number}`}
              csrf={csrf}
            />
          )}
        </div>
      )}
    </li>
  );
}

interface ReasonFormProps {
  readonly action: string;
  readonly name: string;
  readonly reason: string;
  readonly id: string;
  readonly csrf: JSX.Element;
}

function ReasonForm({ action, name, reason, id, csrf }: ReasonFormProps): JSX.Element {
  return (
    <details>
      <summary safe>{name}</summary>
      <form method="post" action={action}>
        {csrf}
        <label for={id} safe>
          {reason}
        </label>
        <textarea id={id} name="alasan" rows="2" maxlength="2000" required></textarea>
        <button class="button quiet" type="submit" safe>
          {name}
        </button>
      </form>
    </details>
  );
}
