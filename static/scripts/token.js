// The token that proves that a request comes from our own page.
export function formToken(form) {
  const field = (form || document).querySelector('input[name="csrf_token"]');
  const meta = document.querySelector('meta[name="csrf-token"]');
  return field?.value || meta?.content || "";
}

// After somebody signed in anew, the tokens of a page that was open count no more; this is the one that does.
export function renewTokens(token) {
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
  document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", token);
}
