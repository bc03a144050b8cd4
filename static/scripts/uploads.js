// Several pictures at once: each is sent as soon as it is chosen, says how far it has come, and gets a card of its own.
import { say } from "./speaking.js";
import { formToken } from "./token.js";

const MEGABYTE = 1e6;
const AT_ONCE = 2;
const FIRST_CARD = ".picture-card";

function nextNumber(cards) {
  const numbers = [...cards.querySelectorAll(FIRST_CARD)].map((card) => Number(card.dataset.number));
  return Math.max(Number(cards.dataset.last ?? -1), ...numbers) + 1;
}

function row(file, list) {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  const words = document.createElement("p");
  words.className = "small";
  item.append(name, bar, words);
  list.append(item);
  return { item, bar, words };
}

function fail(shown, file, words) {
  shown.bar.remove();
  shown.words.className = "field-error";
  shown.words.textContent = words;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button button-quiet button-small";
  away.textContent = "All right";
  away.setAttribute("aria-label", `All right, without ${file.name}`);
  away.addEventListener("click", () => { shown.item.remove(); });
  shown.item.append(away);
  say(`${file.name}: ${words}`);
}

function cardIn(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  return parsed.querySelector(FIRST_CARD);
}

function whyNot(request) {
  if (request.status === 422) return request.responseText;
  if (request.status === 413) return "This picture is too large. Please choose a smaller one.";
  if (request.status === 0) return "The connection broke. Please choose it again.";
  return "It could not be sent. Sign in again in another window, and choose it again.";
}

function watch(zone) {
  const form = zone.closest("form");
  const input = zone.querySelector('input[type="file"]');
  const list = zone.querySelector("[data-upload-list]");
  const cards = form.querySelector("[data-picture-cards]");
  const waiting = [];
  let busy = 0;

  const next = () => {
    if (busy >= AT_ONCE || !waiting.length) return;
    busy += 1;
    send(...waiting.shift());
  };

  const send = (file, shown) => {
    const number = nextNumber(cards);
    cards.dataset.last = number;
    const body = new FormData();
    body.append("picture", file);
    body.append("number", number);
    if (zone.dataset.kind) body.append("kind", zone.dataset.kind);
    const request = new XMLHttpRequest();
    request.open("POST", zone.dataset.uploads);
    request.setRequestHeader("X-CSRFToken", formToken(form));
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.bar.value = (100 * event.loaded) / event.total;
      shown.words.textContent = event.loaded === event.total ? "Looking at it…" : "";
    });
    request.addEventListener("loadend", () => {
      const card = request.status === 200 ? cardIn(request.responseText) : null;
      if (card) {
        shown.item.remove();
        cards.append(card);
        card.dispatchEvent(new Event("cookbook:added", { bubbles: true }));
        form.dispatchEvent(new Event("input", { bubbles: true }));
        say(`${file.name} is here. Say what it shows.`);
      } else {
        fail(shown, file, whyNot(request));
      }
      busy -= 1;
      next();
    });
    request.send(body);
  };

  input.addEventListener("change", (event) => {
    // The list of files below the field is for those that wait for the form.
    event.stopPropagation();
    const largest = Number(input.dataset.largest);
    for (const file of input.files) {
      const shown = row(file, list);
      if (file.size > largest) {
        fail(shown, file, `It has ${Math.round(file.size / MEGABYTE)} MB; at most ${Math.round(largest / MEGABYTE)} MB go.`);
      } else {
        waiting.push([file, shown]);
      }
    }
    input.value = "";
    for (let each = 0; each < AT_ONCE; each += 1) next();
  });
}

export function watchUploads() {
  for (const zone of document.querySelectorAll("[data-uploads]")) watch(zone);
}
