// Putting entries in order, within a list and between lists. Without script the arrows are buttons of the form.
//
// <form data-sortable> holds one or more <ul class="sortable" data-name="order-3">; every item has a hidden field of
// that name with its own id. After a move the form is posted with X-Arranged: 1, and its fields tell the whole order.
// The answer may be JSON with `said` and `fields`, as for data-autosave; a refusal says why in `said`.
//
// An item may hold a list of its own: what stands under it goes where it goes, data-depth levels deep (1 without).
// A list with data-flat holds only the top level: buttons that move within the book are of no use there.
import Sortable from "sortablejs";
import { say } from "./speaking.js";
import { formToken } from "./token.js";

const PAUSE = 700;

const itemsOf = (list) => [...list.querySelectorAll(":scope > .sortable-item")];
const titleOf = (item) => item.dataset.title || item.textContent.trim();

function tellPlace(item) {
  const items = itemsOf(item.parentElement);
  const within = item.parentElement.dataset.label;
  say(`${titleOf(item)}: place ${items.indexOf(item) + 1} of ${items.length}${within ? `, ${within}` : ""}`);
}

const parentOf = (item) => item.parentElement.closest(".sortable-item");
const levelOf = (list) => 1 + (list.closest(".sortable-item") ? levelOf(list.closest(".sortable-item").parentElement) : 0);
const heightOf = (item) => 1 + Math.max(0, ...[...item.querySelectorAll(".sortable-item")].map((below) => levelOf(below.parentElement) - levelOf(item.parentElement)));
const fits = (item, list) => levelOf(list) + heightOf(item) - 1 <= Number(item.closest("form").dataset.depth || 1);

function shift(item, way) {
  if (way === "in") return shiftIn(item);
  const up = way === "up";
  const items = itemsOf(item.parentElement);
  const beside = way === "out" ? null : items[items.indexOf(item) + (up ? -1 : 1)];
  const target = beside || parentOf(item);
  if (target) {
    if (up) target.before(item); else target.after(item);
    return true;
  }
  return way !== "out" && shiftToNextList(item, up);
}

function shiftIn(item) {
  const items = itemsOf(item.parentElement);
  const list = items[items.indexOf(item) - 1]?.querySelector(":scope > .sortable");
  if (!list || !fits(item, list)) return false;
  list.append(item);
  return true;
}

function shiftToNextList(item, up) {
  const lists = [...item.closest("form").querySelectorAll(".sortable:not([data-flat])")].filter((list) => !list.closest(".sortable-item"));
  const next = lists[lists.indexOf(item.parentElement) + (up ? -1 : 1)];
  if (!next) return false;
  if (up) next.append(item); else next.prepend(item);
  return true;
}

function watch(form) {
  const state = form.querySelector("[data-save-state]");
  let timer = 0;
  let turn = 0;
  let busy = false;

  const send = async () => {
    // One at a time: the answer to one tells what the next one stands on.
    if (busy) { timer = setTimeout(send, PAUSE); return; }
    busy = true;
    const mine = (turn += 1);
    let words = "The new order is saved";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Arranged": "1", "X-CSRFToken": formToken(form) },
      });
      const news = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (news.said) words = news.said;
      if (!answer.ok) throw new Error(news.said || "");
      for (const [name, value] of Object.entries(news.fields || {})) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      form.removeAttribute("data-refused");
    } catch (error) {
      words = error.message || "The new order could not be saved. Load the page again to see the order that counts.";
      form.dataset.refused = "";
      say(words);
    }
    busy = false;
    if (mine === turn && state) state.textContent = words;
  };

  const moved = (item) => {
    for (const list of form.querySelectorAll(".sortable")) {
      for (const field of list.querySelectorAll("input[data-order]")) field.name = list.dataset.name;
    }
    tellPlace(item);
    if (state) state.textContent = "Saving…";
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest(".sortable-item");
    if (shift(item, button.dataset.move)) moved(item); else tellPlace(item);
    button.focus();
  });

  for (const list of form.querySelectorAll(".sortable")) {
    Sortable.create(list, {
      group: form.id || "entries",
      handle: ".handle",
      draggable: ".sortable-item",
      ghostClass: "is-gap",
      chosenClass: "is-lifted",
      fallbackOnBody: true,
      swapThreshold: 0.65,
      emptyInsertThreshold: 8,
      onStart: () => form.classList.add("is-arranging"),
      onMove: (event) => (event.to.dataset.flat === undefined || heightOf(event.dragged) === 1) && fits(event.dragged, event.to),
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      onEnd: (event) => {
        form.classList.remove("is-arranging");
        moved(event.item);
      },
    });
  }
}

for (const form of document.querySelectorAll("form[data-sortable]")) watch(form);
