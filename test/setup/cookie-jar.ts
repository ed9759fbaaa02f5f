/** A person at a browser, without one: cookies are kept, forms carry their hidden field, and no redirect is followed. */
export interface Browser {
  readonly jar: ReadonlyMap<string, string>;
  readonly get: (path: string) => Promise<Response>;
  /** The form of `page`, by default of one that everybody has. */
  readonly post: (path: string, form: Readonly<Record<string, string>>, page?: string) => Promise<Response>;
  readonly signIn: (name: string, password?: string) => Promise<Response>;
  readonly sendCode: (code: string) => Promise<Response>;
}

export function openBrowser(url: string, usualPassword: string): Browser {
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { Cookie: cookie, Origin: url };
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return {
    jar,
    get: (path) => send(path),
    post: async (path, form, page = "/kerja/akun/kata-sandi") => {
      const csrf = /name="_csrf" value="([^"]*)"/.exec(await (await send(page)).text())?.[1] ?? "";
      return send(path, { method: "POST", body: new URLSearchParams({ _csrf: csrf, ...form }) });
    },
    signIn: (name, password = usualPassword) =>
      send("/masuk", { method: "POST", body: new URLSearchParams({ nama: name, kata_sandi: password }) }),
    sendCode: (code) => send("/masuk/kode", { method: "POST", body: new URLSearchParams({ kode: code }) }),
  };
}
