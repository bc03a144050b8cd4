// A question in a dialog: it opens with what is known, stays open while something is wrong with it, and gives the focus back.
import { formToken } from "./token.js";

// `open` fills it; `done` gives words where something is wrong, and else what to do when it has closed.
export function question(name, area, { open, done }) {
  const dialog = document.getElementById(`ask-${name}`);
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-problem]");
  const tell = (words) => {
    problem.hidden = !words;
    problem.textContent = words || "";
    if (words) problem.scrollIntoView({ block: "nearest" });
  };
  let place = [0, 0];
  let isDone = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const outcome = done();
    if (typeof outcome === "string") { tell(outcome); return; }
    isDone = true;
    dialog.close();
    area.setSelectionRange(...place);
    outcome();
  });
  // A text area that a closing dialog gives the focus back to has its cursor at the beginning, in some browsers.
  const comeBack = () => { if (!isDone) area.setSelectionRange(...place); isDone = true; };
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.close();
    comeBack();
  });
  dialog.addEventListener("close", comeBack);
  return () => {
    tell("");
    isDone = false;
    place = [area.selectionStart, area.selectionEnd];
    open();
    dialog.showModal();
    const first = dialog.querySelector("input:not([type=file], [type=radio], [type=checkbox], [hidden]), textarea");
    if (name === "figure") { dialog.querySelector('input[type="file"]').focus(); return; }
    first.focus();
    first.select();
  };
}

export function field(id) {
  return document.getElementById(id);
}

// Sends fields, or asks without any; gives what comes back. Fails with words for whoever asked.
export async function send(address, fields) {
  let answer;
  try {
    const body = fields && new FormData();
    for (const [name, value] of Object.entries(fields || {})) body.append(name, value);
    answer = await fetch(address, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json", "X-CSRFToken": formToken() } });
  } catch {
    throw new Error("The site can't be reached. Your words are safe here; try again in a moment.");
  }
  const isData = answer.headers.get("Content-Type")?.includes("json");
  const news = isData ? await answer.json() : await answer.text();
  if (answer.ok) return news;
  if (news.problem) throw new Error(news.problem);
  throw new Error(REFUSALS[answer.status] || "That didn't work. Try again in a moment.");
}

const REFUSALS = {
  400: "The page has stood open for long. Save your text, and go on from there.",
  401: "You have been signed out. Sign in again in another window, then go on here.",
  404: "You have been signed out. Sign in again in another window, then go on here.",
  413: "The file is too large.",
  429: "That was very often. Please wait a minute.",
};

// Has a name follow from words, until somebody writes another one.
export function followWords(words, name, make) {
  let isTheirs = false;
  name.addEventListener("input", () => { isTheirs = true; });
  words.addEventListener("input", () => { if (!isTheirs) name.value = words.value.trim() ? make(words.value) : ""; });
  return () => { isTheirs = false; };
}

// Shows those of a list that hold all the words which are looked for, one to be chosen.
export function picker(search, list, count, { name, show, most = 60 }) {
  let items = [];
  const draw = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = items.filter((item) => words.every((word) => show(item).toLowerCase().includes(word)));
    const chosen = chosenIn(list);
    const shown = fitting.slice(0, most);
    list.replaceChildren(...shown.map((item, n) => choice(name, n, items.indexOf(item), show(item))));
    const kept = list.querySelector(`input[value="${chosen}"]`) || (words.length ? list.querySelector("input") : null);
    if (kept) kept.checked = true;
    if (!items.length) return;
    count.textContent = countInWords(fitting.length, most);
  };
  search.addEventListener("input", draw);
  return {
    show: (all) => { items = all; draw(); },
    choose: (item) => { search.value = ""; draw(); const input = list.querySelector(`input[value="${items.indexOf(item)}"]`); if (input) { input.checked = true; input.scrollIntoView({ block: "nearest" }); } },
    chosen: () => items[Number(chosenIn(list) || -1)],
  };
}

function countInWords(number, most) {
  if (number > most) return `${number} fit; these are the first ${most}`;
  if (!number) return "None fits";
  return number === 1 ? "One to choose" : `${number} to choose from`;
}

function chosenIn(list) {
  return list.querySelector("input:checked")?.value ?? "";
}

function choice(name, n, value, words) {
  const item = document.createElement("li");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value, id: `${name}-${n}` });
  const label = Object.assign(document.createElement("label"), { htmlFor: input.id, textContent: words });
  item.append(input, label);
  return item;
}
