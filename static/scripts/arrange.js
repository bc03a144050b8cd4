// Putting entries in order, within a list and between lists. Without script the arrows are buttons of the form.
//
// <form data-sortable> holds one or more <ul class="sortable" data-name="order-3">; every item has a hidden field of
// that name with its own id. After a move the form is posted with X-Arranged: 1, and its fields tell the whole order.
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

function shift(item, up) {
  const lists = [...item.closest("form").querySelectorAll(".sortable")];
  const items = itemsOf(item.parentElement);
  const at = items.indexOf(item);
  const beside = items[at + (up ? -1 : 1)];
  if (beside) {
    if (up) beside.before(item); else beside.after(item);
    return true;
  }
  const next = lists[lists.indexOf(item.parentElement) + (up ? -1 : 1)];
  if (!next) return false;
  if (up) next.append(item); else next.prepend(item);
  return true;
}

function watch(form) {
  const state = form.querySelector("[data-save-state]");
  let timer = 0;
  let turn = 0;

  const send = async () => {
    const mine = (turn += 1);
    let words = "The new order is saved";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Arranged": "1", "X-CSRFToken": formToken(form) },
      });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      words = "The new order could not be saved. Load the page again to see the order that counts.";
    }
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
    if (shift(item, button.dataset.move === "up")) moved(item); else tellPlace(item);
    button.focus();
  });

  for (const list of form.querySelectorAll(".sortable")) {
    Sortable.create(list, {
      group: form.id || "entries",
      handle: ".handle",
      draggable: ".sortable-item",
      ghostClass: "is-gap",
      chosenClass: "is-lifted",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      onEnd: (event) => moved(event.item),
    });
  }
}

for (const form of document.querySelectorAll("form[data-sortable]")) watch(form);
