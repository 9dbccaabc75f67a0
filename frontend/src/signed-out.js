// The session ended under an open page: sign in beside it, then go on where one was, with all that was typed.
import { csrfToken, toast } from "./dom.js";

const dialog = () => document.getElementById("signed-out");

document.addEventListener("kd:signed-out", ({ detail }) => {
  const asked = dialog();
  if (!asked) return location.assign(detail.url);
  if (asked.open) return;
  asked.querySelector(".field-error").hidden = true;
  asked.showModal();
});

addEventListener("click", ({ target }) => target.closest?.("[data-signed-in]") && again(true));
addEventListener("focus", () => dialog()?.open && again(false));
// Escape would leave a page that cannot do anything.
document.addEventListener("cancel", (event) => event.target === dialog() && event.preventDefault(), true);

/** Is somebody signed in again? The same person goes on, with the new session's token; another begins anew. */
async function again(isAsked) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const person = page?.querySelector("k-uploads")?.dataset.person;
  if (!person) {
    if (isAsked) dialog().querySelector(".field-error").hidden = false;
    return;
  }
  if (person !== document.querySelector("k-uploads")?.dataset.person) return location.reload();
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrfToken();
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  dialog().close();
  toast(dialog().dataset.back);
}
