// Talking about a text: words that are selected in the sheet can be discussed at a press, and a thread shows its words there.
import { say } from "./speaking.js";

const PAUSE = 350;
const AROUND = 200;
const MOST = 1000;
const WORD = /\p{L}[\p{L}\p{M}]*|\p{Nd}+|\p{No}/gu;

const sheet = document.querySelector("[data-discuss]");
const fold = document.getElementById("begin-talk");

// The selection in the sheet, if there is one that can be talked about: its words and those around them.
function chosen() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.commonAncestorContainer)) return null;
  const words = selection.toString().trim();
  if (!/[\p{L}\p{N}]/u.test(words) || words.length > MOST) return null;
  const around = document.createRange();
  around.selectNodeContents(sheet);
  around.setEnd(range.startContainer, range.startOffset);
  const before = around.toString().slice(-AROUND);
  around.selectNodeContents(sheet);
  around.setStart(range.endContainer, range.endOffset);
  return { words, before, after: around.toString().slice(0, AROUND), range };
}

function makeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-primary button-small discuss-this";
  button.textContent = "Discuss this";
  button.hidden = true;
  return button;
}

// Where the words end, so that the next press of Tab leads here, and a finger finds it below them.
function place(button, range) {
  const block = (range.endContainer.nodeType === Node.TEXT_NODE ? range.endContainer.parentElement : range.endContainer).closest("li, p, h1, h2, h3, h4, table, figure, pre, dl, section") || sheet;
  const list = block.closest("ul, ol, table, dl") || block;
  const after = list !== sheet && sheet.contains(list) ? list : sheet.lastElementChild;
  after.after(button);
  button.hidden = false;
  const box = range.getBoundingClientRect();
  const room = (button.offsetParent || sheet).getBoundingClientRect();
  button.style.top = `${Math.max(box.bottom - room.top + 8, 0)}px`;
  button.style.left = `${Math.max(Math.min(box.left - room.left, room.width - button.offsetWidth - 8), 8)}px`;
}

function fill({ words, before, after }) {
  const form = fold.querySelector("form");
  fold.open = true;
  form.elements.namedItem("about").value = words;
  form.elements.namedItem("before").value = before;
  form.elements.namedItem("after").value = after;
  const field = form.elements.namedItem("text");
  field.focus();
  field.scrollIntoView({ block: "center" });
  say("The words are in the form. Say what you think of them.");
}

function watchSelection() {
  const button = makeButton();
  let found = null;
  let timer = 0;
  let told = false;
  const look = () => {
    // Who has come to the button by Tab is about to press it.
    if (document.activeElement === button) return;
    found = chosen();
    if (!found) { button.hidden = true; return; }
    place(button, found.range);
    if (!told) say("To discuss these words, press Tab, then Enter.");
    told = true;
  };
  document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  // A press must not take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => { event.preventDefault(); });
  button.addEventListener("click", () => { if (found) fill(found); button.hidden = true; });
  // Browsers differ in where Tab goes on from a selection.
  document.addEventListener("keydown", (event) => {
    const elsewhere = document.activeElement !== document.body && !sheet.contains(document.activeElement);
    if (event.key !== "Tab" || event.shiftKey || button.hidden || elsewhere || document.activeElement === button) return;
    event.preventDefault();
    button.focus();
  });
  button.addEventListener("keydown", (event) => { if (event.key === "Escape") { button.hidden = true; } });
}

// What stood around other words says nothing of those that are typed now.
function forgetPlace() {
  const form = fold.querySelector("form");
  form.elements.namedItem("about").addEventListener("input", () => {
    form.elements.namedItem("before").value = "";
    form.elements.namedItem("after").value = "";
  });
}

// Each word of the sheet, as plain as a word of a thread is made, with where it stands.
function wordsOfSheet() {
  const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const match of node.data.matchAll(WORD)) {
      for (const word of plain(match[0])) found.push({ word, node, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}

function plain(written) {
  return written.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) || [];
}

function rowOf(words) {
  return (words.match(WORD) || []).flatMap(plain);
}

// Of several places that say the same, the one that most of the words before it stand before, too.
function placeOf(row, before, all) {
  let best = -1;
  let most = -1;
  all.forEach((_, at) => {
    if (!row.every((word, next) => all[at + next]?.word === word)) return;
    let shared = 0;
    while (shared < before.length && all[at - 1 - shared]?.word === before[before.length - 1 - shared]) shared += 1;
    if (shared > most) { best = at; most = shared; }
  });
  return best;
}

function rangeOf({ passage, before }, all) {
  const row = rowOf(passage);
  if (!row.length) return null;
  const first = placeOf(row, rowOf(before), all);
  if (first < 0) return null;
  const range = document.createRange();
  const last = all[first + row.length - 1];
  range.setStart(all[first].node, all[first].start);
  range.setEnd(last.node, last.end);
  return range;
}

// Words that are talked about are marked in the sheet, and a press leads to them.
function showPassages() {
  const all = wordsOfSheet();
  const ranges = [];
  for (const passage of document.querySelectorAll(".passage[data-passage]")) {
    const range = rangeOf(passage.dataset, all);
    if (!range) continue;
    if (!passage.closest(".resolved")) ranges.push(range);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small show-passage";
    button.textContent = "Show it in the text";
    button.addEventListener("click", () => { lead(range); });
    passage.after(button);
  }
  mark("discussed", ranges);
}

function mark(name, ranges) {
  // Browsers that can't mark without changing the page only lead there.
  if (globalThis.CSS?.highlights) CSS.highlights.set(name, new Highlight(...ranges));
}

function lead(range) {
  const place = range.startContainer.parentElement;
  mark("shown", [range]);
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

// A thread that is folded away opens when an address leads to it.
function openPlace() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folded = target.closest("details:not([open])");
  if (folded) { folded.open = true; target.scrollIntoView(); }
  if (target.matches(".thread, .message")) target.focus();
}

if (sheet && fold) {
  watchSelection();
  forgetPlace();
  showPassages();
}
openPlace();
window.addEventListener("hashchange", openPlace);
