// <form data-unsaved> warns before one leaves with unsaved words, and says in its [data-save-state] that there are some.
// A form that keeps itself (data-autosave, in autosave.js) looks after its words alone.
function watch(form) {
  const place = form.querySelector("[data-save-state]") || document.querySelector(`[data-save-state][data-for="${form.id}"]`);
  let unsaved = false;
  form.addEventListener("input", () => {
    unsaved = true;
    if (place) place.textContent = "There are changes that are not saved";
  });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

export function watchSaving() {
  for (const form of document.querySelectorAll("form[data-unsaved]:not([data-autosave])")) watch(form);
}
