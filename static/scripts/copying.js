// Buttons that copy: <button data-copy="#id-of-a-field"> or data-copy="the words".
import { say } from "./speaking.js";

function wordsOf(source) {
  if (!source.startsWith("#")) return source;
  const element = document.querySelector(source);
  return element ? (element.value ?? element.textContent).trim() : "";
}

export function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const words = wordsOf(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      say("Copying did not work. Select the text and copy it by hand.");
      return;
    }
    const label = button.querySelector("[data-copy-label]");
    if (label) {
      const before = label.textContent;
      label.textContent = "Copied";
      setTimeout(() => { label.textContent = before; }, 2000);
    }
    say("Copied");
  });
}
