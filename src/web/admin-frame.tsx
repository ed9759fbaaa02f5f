/** What the administrator's pages share: their frame, what is said above them, fields of a form, and a secret that is shown once. */
import type { Children } from "@kitajs/html";
import type { Request } from "express";
import { countUnread } from "../catalogue/messages.ts";
import { contextOf } from "../http/context.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { queryText } from "./send-page.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { adminWords } from "./words-admin.ts";

export const ADMIN = "/kerja/admin";

export interface AdminProps extends StaffProps {
  readonly csrf: JSX.Element;
  /** Something was done and its page was asked for again. */
  readonly saved: boolean;
  /** What is wrong with what was sent. */
  readonly problem?: string | undefined;
}

/** Of the request that asks for the page. */
export async function adminProps({ store }: Pick<WebDeps, "store">, request: Request): Promise<AdminProps> {
  const { lang, actor } = contextOf(request);
  const unread = await store.read((tx) => countUnread(tx, actor));
  return { lang, actor, unread, csrf: csrfField(request), saved: queryText(request, "tersimpan") !== "" };
}

interface AdminPageProps extends AdminProps {
  readonly title: string;
  readonly path: string;
  /** Of a page one deeper: where it hangs. */
  readonly above?: { readonly href: string; readonly name: string } | undefined;
  readonly children?: Children;
}

export function AdminPage({
  title,
  path,
  above,
  problem,
  saved,
  csrf,
  children,
  ...staff
}: AdminPageProps): JSX.Element {
  const t = adminWords[staff.lang];
  return (
    <StaffPage {...staff} title={title} path={path} styles={["sign-in.css"]}>
      {path !== ADMIN && (
        <p class="crumb">
          <span>
            <a href={ADMIN} safe>
              {t.title}
            </a>
            {above !== undefined && (
              <>
                {" / "}
                <a href={above.href} safe>
                  {above.name}
                </a>
              </>
            )}
          </span>
        </p>
      )}
      <h1 safe>{title}</h1>
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      {saved && problem === undefined && (
        <p class="notice" role="status" safe>
          {t.saved}
        </p>
      )}
      {children}
    </StaffPage>
  );
}

/** Rendered by the answer that makes it and by no other. */
export function ShownOnce({ lead, secret }: { readonly lead: string; readonly secret: string }): JSX.Element {
  return (
    <div class="notice" role="status">
      <p safe>{lead}</p>
      <p>
        <code class="key" safe>
          {secret}
        </code>
      </p>
    </div>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly help?: string | undefined;
  readonly required?: boolean;
  readonly type?: "text" | "email" | "date" | "search";
}

/** A line of text. Nothing that a browser knows of the administrator is offered for somebody else's. */
export function Field({ name, label, value = "", help, required = false, type = "text" }: FieldProps): JSX.Element {
  return (
    <p>
      <label for={name} safe>
        {label}
      </label>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        required={required}
        maxlength="300"
        autocomplete="off"
        aria-describedby={help === undefined ? undefined : `${name}-arti`}
      />
      {help !== undefined && (
        <span class="meta" id={`${name}-arti`} safe>
          {help}
        </span>
      )}
    </p>
  );
}

export type Choices = readonly (readonly [value: string, text: string])[];

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly choices: Choices;
  readonly value?: string | undefined;
}

export function Choice({ name, label, choices, value = "" }: ChoiceProps): JSX.Element {
  return (
    <p>
      <label for={name} safe>
        {label}
      </label>
      <select id={name} name={name}>
        {choices.map(([key, text]) => (
          <option value={key} selected={key === value} safe>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
}
