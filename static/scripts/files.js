// File fields show what was chosen; a photo can be dropped on its zone.
import { say } from "./speaking.js";

const UNITS = ["bytes", "kB", "MB", "GB"];

function sizeInWords(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) { size /= 1000; unit += 1; }
  return `${size < 10 && unit ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

function card(file) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.width = picture.height = 144;
    picture.src = URL.createObjectURL(file);
    // What the browser cannot show (some phones' own formats) is still handed in.
    const done = () => URL.revokeObjectURL(picture.src);
    picture.addEventListener("load", done);
    picture.addEventListener("error", () => { done(); picture.remove(); });
    item.append(picture);
  }
  item.append(`${file.name}, ${sizeInWords(file.size)}`);
  return item;
}

function show(input) {
  const list = document.getElementById(`${input.id}-chosen`);
  if (!list) return;
  list.replaceChildren(...[...input.files].map(card));
  list.hidden = input.files.length === 0;
  say([...input.files].map((file) => file.name).join(", "));
}

export function watchFiles() {
  document.addEventListener("change", (event) => {
    if (event.target.matches?.('input[type="file"]')) show(event.target);
  });
  for (const zone of document.querySelectorAll(".dropzone")) {
    const input = zone.querySelector('input[type="file"]');
    if (!input) continue;
    const over = (is) => (event) => { event.preventDefault(); zone.classList.toggle("is-over", is); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
