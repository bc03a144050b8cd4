// htmx, which refreshes previews and progress. It may neither evaluate text nor write styles: our policy forbids both.
import htmx from "htmx.org";
import { formToken } from "./token.js";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.attributesToSettle = ["class"];
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.timeout = 20000;

document.addEventListener("htmx:configRequest", (event) => {
  const token = formToken();
  if (token) event.detail.headers["X-CSRFToken"] = token;
  // A photo that is being chosen has no business in the request for a preview.
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value instanceof File) event.detail.formData.delete(name);
  }
});

// What another script puts into the page may ask for something too.
document.addEventListener("cookbook:added", (event) => { htmx.process(event.target); });
