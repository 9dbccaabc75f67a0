// k-inline-edit: a press (or Enter) on [data-edit] fetches the form from src; Enter saves, Esc puts back what was there.
import htmx from "../htmx.js";
import { isComposing } from "../dom.js";

class InlineEdit extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-edit]") && !event.target.closest("a, button, k-unmask") && this.edit());
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  async edit() {
    if (this.kept) return;
    this.kept = [...this.childNodes];
    await htmx.ajax("GET", this.getAttribute("src"), { target: this, swap: "innerHTML" });
    const input = this.querySelector("input:not([type=hidden]), select, textarea");
    if (!input) {
      this.cancel();
      return;
    }
    input.focus();
    input.select?.();
  }

  cancel() {
    if (!this.kept) return;
    this.replaceChildren(...this.kept);
    this.kept = null;
    this.querySelector("[data-edit]")?.focus();
    this.dispatchEvent(new CustomEvent("kd:cancelled"));
  }

  #key(event) {
    if (isComposing(event)) return;
    if (!this.kept) {
      if ((event.key === "Enter" || event.key === " ") && event.target.matches("[data-edit]")) {
        event.preventDefault();
        this.edit();
      }
      return;
    }
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === "Enter" && !event.defaultPrevented && event.target.matches("input, select")) {
      event.preventDefault();
      event.target.form?.requestSubmit();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.target.form?.requestSubmit();
    }
  }
}
customElements.define("k-inline-edit", InlineEdit);
addEventListener("click", (event) => event.target.closest?.("[data-cancel-edit]")?.closest("k-inline-edit")?.cancel());
// After saving, the keyboard stays where it was.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.matches?.("k-inline-edit") && document.activeElement === document.body) target.querySelector("[data-edit]")?.focus();
});
