// One quiet voice for screen readers: a region that is there from the start, and whose words change.
export function say(words) {
  const region = document.getElementById("spoken");
  if (!region) return;
  region.textContent = "";
  // A region that gets the same words twice stays silent, unless it was empty in between.
  setTimeout(() => { region.textContent = words; }, 60);
}
