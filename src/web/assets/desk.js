// The desk with script: a file is sent in pieces and resumed, and a page that waits looks for news by itself. Both tell what has really been done.
const LOOK_MS = 1000;
const PIECE_BYTES = 4 * 1024 ** 2;
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
// As tus-js-client keeps what it began, so that it is found again after the browser was closed.
const KEPT = "tus::";

for (const form of document.querySelectorAll("form[data-tus]")) prepare(form);

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
  const [, of = "/"] = /\s(\S+)\s/.exec(read.textContent.replace(/^\S+\s\S+/, "")) ?? [];
  const [, rowWord = ""] = /\s(\S+)$/.exec(checked.textContent.trim()) ?? [];
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
      read.textContent = `${size(progress.bytes)} ${of} ${size(bytes)}`;
      checked.textContent = `${count(progress.rows)} ${rowWord}`;
    } catch {
      // The line is away: the next look finds out.
    }
  }
}
