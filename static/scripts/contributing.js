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

watchPhotos();
