/** The frame of pages behind the log-in: the house's own, with a menu of what this person may do and how many messages wait. */
import type { Children } from "@kitajs/html";
import { isAllowed } from "../catalogue/rights.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { staffWords } from "./words-staff.ts";

export interface StaffProps {
  readonly lang: Lang;
  readonly actor: Actor;
  /** Messages that have not been read. */
  readonly unread: number;
}

interface StaffPageProps extends StaffProps {
  readonly title: string;
  /** The page's own address without `lang`. */
  readonly path: string;
  readonly styles?: readonly string[] | undefined;
  readonly scripts?: readonly string[] | undefined;
  readonly head?: Children;
  readonly children?: Children;
}

export function StaffPage({
  lang,
  actor,
  unread,
  title,
  path,
  styles = [],
  scripts,
  head,
  children,
}: StaffPageProps): JSX.Element {
  const t = staffWords[lang];
  const rooms: readonly (readonly [href: string, name: string, shown: boolean])[] = [
    ["/kerja", t.desk, true],
    ["/kerja/tinjau", t.review, isAllowed(actor, "upload.return")],
    ["/kerja/pesan", t.messages, true],
    ["/kerja/admin", t.admin, isAllowed(actor, "person.manage")],
    ["/kerja/akun", t.account, true],
  ];
  const here = rooms.filter(([href]) => path === href || path.startsWith(`${href}/`)).at(-1)?.[0];
  return (
    <Page
      lang={lang}
      title={`${title} · Jendela Sulsel`}
      description=""
      path={path}
      styles={["staff.css", ...styles]}
      scripts={scripts}
      head={head}
    >
      <nav class="staff-menu" aria-label={t.menu}>
        {rooms.map(([href, name, shown]) =>
          shown ? (
            <a href={href} aria-current={href === here ? "page" : undefined}>
              <span safe>{name}</span>
              {href === "/kerja/pesan" && unread > 0 && (
                <span class="badge">
                  <span aria-hidden="true">{unread > 99 ? "99+" : String(unread)}</span>
                  <span class="unseen" safe>
                    {t.unread(unread)}
                  </span>
                </span>
              )}
            </a>
          ) : (
            ""
          ),
        )}
        <span class="staff-name" safe>
          {actor.name}
        </span>
      </nav>
      {children}
    </Page>
  );
}
