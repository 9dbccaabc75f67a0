// k-dialog: a <dialog> that opens when something is swapped into it, or by [data-opens="its id"].
import { identify } from "../dom.js";

class Dialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.addEventListener("htmx:afterSwap", () => this.open());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.#isOutside(event) && this.close());
    this.dialog.addEventListener("close", () => {
      const slot = this.dialog.querySelector(":scope > #dialog, :scope > #drawer");
      if (slot) slot.replaceChildren();
    });
  }

  open() {
    if (!this.dialog.textContent.trim()) return;
    const title = this.dialog.querySelector("#dialog-title, h2");
    if (title) {
      this.dialog.setAttribute("aria-labelledby", identify(title));
      this.dialog.removeAttribute("aria-label");
    }
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[autofocus], .dialog-body :is(input:not([type=hidden]), select, textarea)")?.focus();
  }

  close() {
    this.dialog.close();
  }

  #isOutside({ clientX: x, clientY: y }) {
    const box = this.dialog.getBoundingClientRect();
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  }
}
customElements.define("k-dialog", Dialog);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});
document.addEventListener("kd:close", () => {
  for (const slot of ["dialog-frame", "drawer-frame"]) document.getElementById(slot)?.close();
});
// A part that loads itself anew (hx-swap, hx-select) hands both down to its buttons; what a dialog shows goes into it, whole.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.matches?.("#dialog, #drawer")) Object.assign(detail, { swapOverride: "innerHTML", selectOverride: "unset" });
});
