/** The page of messages: newest first, each with what happened, what to do, and the way there. */
import { type Message, messageParams } from "../catalogue/messages.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Lang } from "../kernel/locale.ts";
import { messageAdvice, messageText } from "../kernel/message-text.ts";
import { timeInWords } from "../kernel/wita.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { messageWords } from "./words-messages.ts";

export interface MessagesPageProps extends StaffProps {
  readonly messages: ListPage<Message>;
  /** Where letters go; undefined: there are none. */
  readonly mail: string | undefined;
  /** Hidden fields of a form that is sent from here. */
  readonly csrf: JSX.Element;
}

export function MessagesPage({ messages, mail, csrf, ...staff }: MessagesPageProps): JSX.Element {
  const { lang, unread } = staff;
  const t = messageWords[lang];
  const newest = messages.nodes.at(0);
  return (
    <StaffPage {...staff} title={t.title} path="/kerja/pesan">
      <h1 safe>{t.title}</h1>
      <p class="lead" safe>
        {t.lead}
      </p>
      {newest === undefined && (
        <p class="notice" safe>
          {t.none}
        </p>
      )}
      {unread > 0 && newest !== undefined && (
        <form method="post" action="/kerja/pesan">
          {csrf}
          <input type="hidden" name="sampai" value={newest.id} />
          <button class="button quiet" type="submit" safe>
            {t.markAll}
          </button>
        </form>
      )}
      <ul class="rows messages">
        {messages.nodes.map((message) => (
          <Item message={message} lang={lang} />
        ))}
      </ul>
      {messages.pageInfo.hasNextPage && messages.pageInfo.endCursor !== null && (
        <p>
          <a href={`/kerja/pesan?sesudah=${encodeURIComponent(messages.pageInfo.endCursor)}`} safe>
            {t.older}
          </a>
        </p>
      )}
      <p class="letters meta">
        <span safe>{mail === undefined ? t.noLetters : t.lettersTo(mail)}</span>
        {" · "}
        <a href="/kerja/akun#surel" safe>
          {t.changeAddress}
        </a>
      </p>
    </StaffPage>
  );
}

function Item({ message, lang }: { readonly message: Message; readonly lang: Lang }): JSX.Element {
  const { kind, id, createdAt, readAt } = message;
  const params = messageParams(message, lang);
  return (
    <li class={readAt === undefined ? "fresh" : ""}>
      <h2>
        <a href={`/kerja/pesan/${id}`} safe>
          {messageText[kind][lang](params)}
        </a>
        {readAt === undefined && (
          <span class="tag" safe>
            {messageWords[lang].fresh}
          </span>
        )}
      </h2>
      <time class="meta" datetime={createdAt.toISOString()} safe>
        {timeInWords(createdAt, lang)}
      </time>
      <p safe>{messageAdvice[kind][lang](params)}</p>
    </li>
  );
}
