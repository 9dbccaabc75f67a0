// How the whole page behaves: input methods, errors of htmx, forms sent once, steps-up.
import htmx from "./htmx.js";
import { emit, identify, isComposing, sentences, toast } from "./dom.js";
import { askReason } from "./reason.js";

// Enter that ends a composition must not send the form.
addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && isComposing(event)) {
      event.stopImmediatePropagation();
      if (event.target.form || event.target.closest?.("form")) event.preventDefault();
    }
  },
  true,
);

// A form is sent once; its button says that it works.
addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || form.method === "dialog" || form.method === "get" || !button) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(released));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) released(form);
});

function released(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

// A domain error: at its field when the form has it, otherwise as a toast.
document.addEventListener("kd:error", (event) => {
  const { message, remedy, field } = event.detail;
  const words = sentences({ message, remedy });
  if (!showAtField(event.target, field, words)) toast(words, "bad");
});

function showAtField(source, name, words) {
  const form = source.closest?.("form");
  const control = name && form?.querySelector(`[name="${CSS.escape(name)}"]`);
  const place = control?.closest(".field")?.querySelector(".field-error");
  if (!place) return false;
  (place.querySelector("div") || place).textContent = words;
  place.hidden = false;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", identify(place));
  control.focus();
  return true;
}

addEventListener("input", (event) => {
  const field = event.target.closest?.(".field");
  if (event.target.getAttribute?.("aria-invalid") !== "true" || !field) return;
  event.target.removeAttribute("aria-invalid");
  delete field.dataset.invalid;
  const place = field.querySelector(".field-error");
  if (place) place.hidden = true;
});

// The act asks for a reason (or the second factor) first; then the same request goes again.
let lastRequest = null;
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, path, elt, target } = event.detail;
  const values = event.detail.formData;
  lastRequest = { verb, path, elt, target, values };
});
document.addEventListener("kd:step-up", async (event) => {
  const { field, message, remedy } = event.detail;
  if (field !== "reason") {
    location.href = `${document.getElementById("reason").dataset.again}?next=${encodeURIComponent(location.pathname + location.search)}`;
    return;
  }
  const again = lastRequest;
  const reason = await askReason(sentences({ message, remedy }));
  if (!reason || !again) return;
  const values = { reason };
  for (const name of new Set(again.values.keys())) {
    const all = again.values.getAll(name);
    if (name !== "reason") values[name] = all.length > 1 ? all : all[0];
  }
  htmx.ajax(again.verb.toUpperCase(), again.path, { source: again.elt, target: again.target, values });
});

// What no view worded.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (/kd:(error|step-up|signed-out)/.test(xhr.getResponseHeader("HX-Trigger") || "")) return;
  const words = document.querySelector("k-toast")?.dataset ?? {};
  const by = { 401: words.signedOut, 403: words.forbidden, 404: words.missing };
  toast(by[xhr.status] || words.error, "bad");
});
document.addEventListener("htmx:sendError", () => toast(document.querySelector("k-toast")?.dataset.offline, "bad"));
// A redirect to the sign-in page inside a part: go there whole.
document.addEventListener("htmx:beforeSwap", (event) => {
  const url = event.detail.xhr.responseURL;
  if (url && /\/(accounts\/)?login\//.test(new URL(url).pathname) && !/login/.test(location.pathname)) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// The zone of a file field says what was chosen.
addEventListener("change", ({ target }) => {
  const place = target.closest?.(".file-zone")?.querySelector("[data-chosen]");
  if (!place) return;
  const names = [...target.files].map((file) => file.name);
  place.textContent = names.join("、") || place.dataset.none;
  place.dataset.chosen = names.length ? "yes" : "";
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, ({ target }) => target.closest?.(".file-zone")?.toggleAttribute("data-over", kind === "dragover"));
}

// data-submit: a control that sends its form when it changes.
addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit]")) event.target.form.requestSubmit();
});
/** Also where the page came over plain HTTP within the house: browsers keep the clipboard from it. */
async function copy(text, place) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  place.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// data-select: the text is chosen on focus, to be copied; data-copy copies.
addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy, button.closest("dialog") || document.body);
  emit(button, "kd:toast", { text: button.dataset.copied || "✓", kind: "ok" });
});
