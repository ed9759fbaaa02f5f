// The desk with script: a page that waits looks for news by itself, and tells what has really been done.
const LOOK_MS = 1000;

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
