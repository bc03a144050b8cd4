// On the pages of a book: who marks a passage is offered to suggest a change to it. The plain link needs none of this.
const PAUSE_MS = 250;
const FEWEST = 2;
const MOST = 600;
const OFFER = "Suggest a change to this";
const WORDS = "To suggest a change to this, press Tab, then Enter.";

const plain = document.getElementById("suggest-a-change");
const text = document.getElementById("main");
const said = document.createElement("p");
const offer = document.createElement("a");
let waiting = 0;

function marked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const words = selection.toString().replace(/\s+/g, " ").trim();
  const inside = text.contains(range.startContainer) && !plain.parentElement.contains(range.startContainer);
  return inside && words.length >= FEWEST ? { words: words.slice(0, MOST), range } : null;
}

// The block behind which the offer stands, so that Tab leads from the marked words to it.
function blockOf(node) {
  let block = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  while (block.parentElement !== text && !block.parentElement.matches("section, article")) {
    block = block.parentElement;
  }
  return block;
}

function look() {
  const found = marked();
  if (!found) {
    // Who is about to follow the offer has no words marked any more.
    if (!offer.matches(":hover, :focus, :active")) hide();
    return;
  }
  const address = new URL(plain.href);
  address.searchParams.set("quote", found.words);
  offer.href = address.href;
  if (offer.isConnected) return;
  blockOf(found.range.startContainer).after(offer);
  said.textContent = WORDS;
}

function hide() {
  offer.remove();
  said.textContent = "";
}

if (plain && text) {
  offer.className = "suggest-this";
  offer.textContent = OFFER;
  offer.lang = said.lang = "en";
  said.className = "suggest-said";
  said.setAttribute("role", "status");
  plain.parentElement.after(said);
  // A press must not take the marked words away before they are read.
  offer.addEventListener("pointerdown", (event) => { event.preventDefault(); });
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}
