// Nothing written is lost: <form data-unsaved> warns before one leaves with unsaved words, and
// <form data-autosave="/address"> saves by itself and says so in its [data-save-state].
//
// The address gets the form's fields by POST. It answers 204, or JSON with `said` (words to show) and `fields`
// ({name: value}, such as the new base revision, which go back into the form).
import { formToken } from "./token.js";

const PAUSE = 4000;
const RETRY = 15000;

function tell(form, words) {
  const place = form.querySelector("[data-save-state]") || document.querySelector(`[data-save-state][data-for="${form.id}"]`);
  if (place) place.textContent = words;
}

async function save(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
  const answer = await fetch(form.dataset.autosave, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": formToken(form) },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const news = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  for (const [name, value] of Object.entries(news.fields || {})) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  return news.said || "All changes are saved";
}

function watch(form) {
  let unsaved = false;
  let version = 0;
  let timer = 0;
  let busy = false;

  const attempt = async () => {
    if (busy) { timer = setTimeout(attempt, PAUSE); return; }
    const saving = version;
    busy = true;
    tell(form, "Saving…");
    try {
      const words = await save(form);
      if (saving === version) unsaved = false;
      tell(form, words);
    } catch {
      tell(form, "Not saved yet. Your words are safe here; we try again in a moment.");
      timer = setTimeout(attempt, RETRY);
    } finally {
      busy = false;
    }
  };

  form.addEventListener("input", () => {
    unsaved = true;
    version += 1;
    if (!form.dataset.autosave) { tell(form, "There are changes that are not saved"); return; }
    clearTimeout(timer);
    timer = setTimeout(attempt, PAUSE);
  });
  form.addEventListener("submit", () => { unsaved = false; clearTimeout(timer); });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

export function watchSaving() {
  for (const form of document.querySelectorAll("form[data-unsaved], form[data-autosave]")) watch(form);
}
