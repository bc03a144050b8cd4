// After a form came back with errors, the reading starts at the list of them.
export function announceErrors() {
  document.querySelector(".error-summary")?.focus();
}
