// The pages of writing: the form keeps itself; a photo that is too large is told before it is sent; the preview is what
// its reader chose.
import { watchAutosaves } from "./autosave.js";
import { watchRows } from "./rows.js";
import { say } from "./speaking.js";
import { watchCutters } from "./cutter.js";
import { watchUploads } from "./uploads.js";

const MEGABYTE = 1e6;
const WAY = "cookbook-preview-as";

function watchPhotos() {
  for (const input of document.querySelectorAll('input[type="file"][data-largest]:not([multiple])')) {
    const largest = Number(input.dataset.largest);
    input.addEventListener("change", () => {
      const heavy = [...input.files].find((file) => file.size > largest);
      const words = heavy
        ? `${heavy.name} has ${Math.round(heavy.size / MEGABYTE)} MB; at most ${Math.round(largest / MEGABYTE)} MB go. Please choose a smaller one.`
        : "";
      input.setCustomValidity(words);
      if (words) { input.reportValidity(); say(words); }
    });
  }
}

// A form that is there with words in it is shown as a page at once.
function showFirstPage() {
  const form = document.getElementById("writing");
  const filled = form && [...form.querySelectorAll('textarea, input[type="text"]')].some(
    (field) => field.value && !["by", "town"].includes(field.name),
  );
  if (filled) form.dispatchEvent(new Event("change"));
}

// The way that was chosen last is chosen again, before the first page is asked for.
function rememberWay() {
  const ways = [...document.querySelectorAll('.ways input[name="as"]')];
  for (const way of ways) {
    way.addEventListener("change", () => { keep(way.value); });
    if (way.value === kept()) way.checked = true;
  }
}

function kept() {
  try { return localStorage.getItem(WAY); } catch { return null; }
}

function keep(way) {
  // Who lets nothing be kept chooses each time.
  try { localStorage.setItem(WAY, way); } catch { /* see above */ }
}

// A picture that was turned or cut is shown so in the preview too.
function watchChanges() {
  document.addEventListener("htmx:afterSettle", () => {
    const form = document.getElementById("writing");
    const changed = form?.querySelector(".picture-tools:not([data-seen])");
    for (const tools of form?.querySelectorAll(".picture-tools") || []) tools.dataset.seen = "";
    if (changed) form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const tools of document.querySelectorAll(".picture-tools")) tools.dataset.seen = "";
}

function watchPreview() {
  const sheet = document.getElementById("preview");
  const note = document.getElementById("preview-note");
  if (!sheet || !note) return;
  let count = "";
  sheet.addEventListener("htmx:afterSwap", () => {
    note.textContent = "";
    const pages = sheet.querySelector(".printed-pages")?.dataset.count || "";
    if (pages && pages !== count) say(pages === "1" ? "One page" : `${pages} pages`);
    count = pages;
  });
  for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    sheet.addEventListener(failed, () => { note.textContent = "This is how it looked a moment ago. It is shown anew when you write on."; });
  }
}

watchRows();
watchAutosaves();
watchPhotos();
watchUploads();
watchCutters();
watchChanges();
rememberWay();
watchPreview();
// Not before the preview listens.
window.addEventListener("load", showFirstPage);
