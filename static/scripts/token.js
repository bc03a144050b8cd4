// The token that proves that a request comes from our own page.
export function formToken(form) {
  const field = (form || document).querySelector('input[name="csrf_token"]');
  const meta = document.querySelector('meta[name="csrf-token"]');
  return field?.value || meta?.content || "";
}
