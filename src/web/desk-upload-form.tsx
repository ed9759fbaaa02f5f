/** The form that sends a file: an ordinary one, which a script makes resumable. */
import type { DatasetSlug } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { UpdateMode } from "../kernel/package.ts";
import { assetAddress } from "./assets.ts";
import { showBytes } from "./show.ts";
import { deskWords } from "./words-desk.ts";

export interface UploadFormProps {
  readonly slug: DatasetSlug;
  readonly lang: Lang;
  /** The hidden field; it stands before the file. */
  readonly csrf: JSX.Element;
  readonly maxBytes: number;
  /** What the dataset's files usually are. */
  readonly updates: UpdateMode;
  readonly note?: string | undefined;
  readonly label?: string | undefined;
  /** Is sending the page's main action? */
  readonly main?: boolean;
}

export function UploadForm({
  slug,
  lang,
  csrf,
  maxBytes,
  updates,
  note = "",
  label,
  main = true,
}: UploadFormProps): JSX.Element {
  const t = deskWords[lang];
  return (
    <form
      class="send-file"
      method="post"
      action={`/kerja/dataset/${slug}`}
      enctype="multipart/form-data"
      data-dataset={slug}
      data-sending={t.sending("{p}")}
      data-resumed={t.resumed}
      data-sent={t.sentAll}
      data-signed-out={t.signedOut}
      data-sign-in={t.signInAgain}
      data-unfinished={t.resumeHint}
      data-drop={t.dropHere}
      data-tus={assetAddress("tus.js")}
    >
      {csrf}
      <label for="mode" safe>
        {t.modeLabel}
      </label>
      <select id="mode" name="mode">
        {(["replace", "append"] as const).map((mode) => (
          <option value={mode} selected={mode === updates} safe>
            {t.modes[mode]}
          </option>
        ))}
      </select>
      <label for="catatan" safe>
        {t.noteLabel}
      </label>
      <textarea id="catatan" name="note" rows="2" maxlength="2000" placeholder={t.noteHelp} safe>
        {note}
      </textarea>
      <div class="drop">
        <label for="berkas" safe>
          {t.chooseFile}
        </label>
        <input
          id="berkas"
          name="file"
          type="file"
          required
          accept=".xlsx,.xls,.ods,.csv,.tsv,.txt,.html"
          aria-describedby="berkas-bantuan"
        />
        <p id="berkas-bantuan" class="meta" safe>
          {t.fileHelp(showBytes(maxBytes, lang))}
        </p>
      </div>
      <p class="sending" role="status" hidden></p>
      <button class={main ? "button main" : "button"} type="submit" safe>
        {label ?? t.send}
      </button>
    </form>
  );
}
