// The desk with script: a file is sent in pieces and resumed, and a page that waits looks for news by itself. Both tell what has really been done.
const LOOK_MS = 1000;
const PIECE_BYTES = 4 * 1024 ** 2;
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
// As tus-js-client keeps what it began, so that it is found again after the browser was closed.
const KEPT = "tus::";

for (const form of document.querySelectorAll("form[data-tus]")) prepare(form);

// On a narrow screen the cell in question would lie outside its picture.
for (const sheet of document.querySelectorAll(".sheet")) {
  const cell = sheet.querySelector('td[class*="mark-"]');
  if (cell !== null) sheet.scrollLeft = cell.offsetLeft + cell.offsetWidth - sheet.clientWidth;
}

function prepare(form) {
  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector(".drop");
  const told = form.querySelector(".sending");
  const kept = `${KEPT}${form.dataset.dataset}|`;
  const tell = (text, bar) => {
    told.hidden = false;
    told.replaceChildren(text, ...(bar === undefined ? [] : [document.createElement("br"), bar]));
  };
  const help = document.createElement("p");
  help.className = "meta";
  help.textContent = form.dataset.drop;
  drop.prepend(help);
  if (Object.keys(localStorage).some((key) => key.startsWith(kept))) tell(form.dataset.unfinished);

  for (const [kind, over] of [
    ["dragover", true],
    ["dragleave", false],
    ["drop", false],
  ])
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", over);
      if (kind === "drop" && event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
    });

  form.addEventListener("submit", async (event) => {
    const [file] = input.files;
    if (file === undefined) return;
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    try {
      await send(form, file, tell);
    } catch {
      // Whatever speaks against it, the ordinary form says it better.
      form.submit();
    }
  });
}

async function send(form, file, tell) {
  await import(form.dataset.tus);
  const said = new FormData(form);
  const [dataset, mode, note] = [form.dataset.dataset, said.get("mode"), said.get("note")];
  const bar = document.createElement("progress");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0 });
  bar.max = file.size;
  await new Promise((done, refused) => {
    const upload = new window.tus.Upload(file, {
      endpoint: "/kerja/unggah/tus",
      headers: { "X-CSRF-Token": said.get("_csrf") },
      metadata: { dataset, mode, note, name: file.name },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => [dataset, mode, file.name, file.size, file.lastModified].join("|"),
      onProgress: (sent, all) => {
        bar.value = sent;
        tell(form.dataset.sending.replace("{p}", percent.format(all === 0 ? 1 : sent / all)), bar);
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (status === 0) tell(form.dataset.resumed, bar);
        return status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onSuccess: ({ lastResponse }) => {
        tell(form.dataset.sent, bar);
        location.assign(lastResponse.getHeader("Upload-Page") ?? "/kerja");
        done();
      },
      onError: (error) => {
        const status = error.originalResponse?.getStatus();
        if (status === 401 || status === 403) {
          // Nothing that was sent is lost: in another tab the officer signs in, and here it goes on where it was.
          tell(form.dataset.signedOut, signInLink(form));
          signedInAgain(form).then((token) => {
            upload.options.headers = { "X-CSRF-Token": token };
            tell(form.dataset.resumed, bar);
            upload.start();
          });
          return;
        }
        if (error.originalResponse != null) return refused(error);
        // The line is away for longer: the browser says when it is back.
        tell(form.dataset.resumed, bar);
        addEventListener("online", () => upload.start(), { once: true });
      },
    });
    upload
      .findPreviousUploads()
      .then(([before]) => {
        if (before !== undefined) upload.resumeFromPreviousUpload(before);
        upload.start();
      })
      .catch(refused);
  });
}

function signInLink(form) {
  const link = document.createElement("a");
  link.href = `/masuk?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.textContent = form.dataset.signIn;
  return link;
}

/** The token of the new session, once this page is open to the officer again. */
async function signedInAgain(form) {
  const field = form.querySelector('input[name="_csrf"]');
  for (;;) {
    await new Promise((done) => setTimeout(done, 2 * LOOK_MS));
    try {
      const answer = await fetch(location.pathname, { redirect: "manual" });
      if (!answer.ok) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector('input[name="_csrf"]')?.value ?? "";
      if (token === "") continue;
      field.value = token;
      return token;
    } catch {
      // The line is away: the next look finds out.
    }
  }
}

const waiting = document.querySelector("[data-follow]");
if (waiting !== null) follow(waiting);

async function follow(list) {
  const bar = list.querySelector("progress");
  const [read, checked] = ["read", "checked"].map((part) => list.querySelector(`[data-part="${part}"]`));
  const lang = document.documentElement.lang;
  const count = (number) => number.toLocaleString(lang);
  const size = (bytes) =>
    bytes < 1000 ** 2
      ? `${Math.ceil(bytes / 1000).toLocaleString(lang)} kB`
      : `${(bytes / 1000 ** 2).toLocaleString(lang, { maximumFractionDigits: 1 })} MB`;
  for (;;) {
    await new Promise((done) => setTimeout(done, document.hidden ? 5 * LOOK_MS : LOOK_MS));
    try {
      const answer = await fetch(list.dataset.follow, { headers: { Accept: "application/json" } });
      if (!answer.ok) continue;
      const { status, progress, bytes } = await answer.json();
      if (status !== "received" && status !== "checking") {
        location.reload();
        return;
      }
      bar.value = Math.min(progress.bytes, bytes);
      read.textContent = list.dataset.of.replace("{done}", size(progress.bytes)).replace("{all}", size(bytes));
      checked.textContent = list.dataset.rows.replace("{rows}", count(progress.rows));
    } catch {
      // The line is away: the next look finds out.
    }
  }
}
