/**
 * What the pages gain by script; every one works without it. Three marks in the HTML are understood:
 * - `data-copy`: a hidden button that copies its value, or the text of the element it names ("#contoh"); shown once this runs.
 * - `title` elements in a chart: read beside the pointer, and at the focus, at once.
 * - `data-submit`: a choice that sends its form when it is made; what is marked `data-without` in that form is then not needed.
 */
const lang = document.documentElement.lang === "en" ? "en" : "id";
const words = {
  id: { copied: "Disalin", failed: "Tidak dapat disalin: pilih teksnya, lalu salin" },
  en: { copied: "Copied", failed: "Could not copy: select the text, then copy" },
}[lang];

/** Told to whoever does not see it. */
const live = document.createElement("p");
live.className = "unseen";
live.setAttribute("role", "status");
document.body.append(live);

for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null;
  if (button === null) return;
  const { copy } = button.dataset;
  const text = copy.startsWith("#") ? (document.querySelector(copy)?.textContent ?? "") : copy;
  const before = button.textContent;
  const said = await navigator.clipboard.writeText(text.trim()).then(
    () => words.copied,
    () => words.failed,
  );
  live.textContent = said;
  button.textContent = said;
  setTimeout(() => {
    button.textContent = before;
    live.textContent = "";
  }, 2000);
});

for (const form of document.querySelectorAll("form:has([data-submit])")) {
  for (const button of form.querySelectorAll("[data-without]")) button.hidden = true;
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-submit]")) form.requestSubmit();
  });
}

/** The value under the pointer or the focus. */
const reading = document.createElement("p");
reading.className = "reading";
reading.hidden = true;
reading.setAttribute("aria-hidden", "true");
document.body.append(reading);

/** The part under the pointer: the browser's own slow sign is put aside for as long. */
let under;

function enter(part) {
  if (under?.part === part) return;
  under?.part.prepend(under.title);
  const title = part?.querySelector(":scope > title");
  under = title == null ? undefined : { part, title };
  title?.remove();
}

function show({ type, target, clientX, clientY }) {
  const part =
    target instanceof Element ? target.closest(".chart .tile, .chart .chart-point, .chart .chart-dot") : null;
  if (type === "pointermove") enter(part);
  const text = under?.part === part ? under?.title.textContent : part?.querySelector(":scope > title")?.textContent;
  reading.hidden = part === null || text === undefined;
  if (reading.hidden) return;
  reading.textContent = text;
  const box = part.getBoundingClientRect();
  const [x, y] = clientX === undefined ? [box.left + box.width / 2, box.top] : [clientX, clientY];
  const { width, height } = reading.getBoundingClientRect();
  reading.style.left = `${Math.max(8, Math.min(x - width / 2, innerWidth - width - 8))}px`;
  reading.style.top = `${y - height - 12 < 8 ? y + 20 : y - height - 12}px`;
}

document.addEventListener("pointermove", show, { passive: true });
document.addEventListener("focusin", show);
for (const event of ["scroll", "focusout", "pointerleave"])
  document.addEventListener(event, () => (reading.hidden = true), { passive: true });
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") reading.hidden = true;
});
