// The pages of writing: a photo that is too large is told before it is sent.
import { say } from "./speaking.js";

const MEGABYTE = 1e6;

function watchPhotos() {
  for (const input of document.querySelectorAll('input[type="file"][data-largest]')) {
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

watchPhotos();
// Not before the preview listens.
window.addEventListener("load", showFirstPage);
