// k-toast: the region of short words. `kd:toast` {text, kind, undo} adds one; undo is an address to POST to.
import htmx from "../htmx.js";
import { make, post } from "../dom.js";

const SIGNS = { ok: "circle-check", note: "info", warn: "alert", bad: "error" };

class Toasts extends HTMLElement {
  connectedCallback() {
    document.addEventListener("kd:toast", ({ detail }) => this.show(detail));
    document.addEventListener("kd:toasts", ({ detail }) => detail.toasts.forEach((toast) => this.show(toast)));
    for (const { dataset, content } of this.querySelectorAll("template")) {
      this.show({ text: content.textContent, kind: dataset.kind, undo: dataset.undo });
    }
  }

  show({ text, kind = "ok", undo = "" }) {
    if (!text) return;
    const toast = make("div", "toast");
    toast.dataset.kind = kind;
    toast.append(this.#sign(kind), make("span", "grow", text));
    if (undo) toast.append(this.#undo(toast, undo));
    toast.append(this.#button("×", "", this.dataset.close, () => this.#drop(toast)));
    // Shown anew each time: the top layer then has it above an open dialog.
    if (this.matches(":popover-open")) this.hidePopover();
    this.append(toast);
    this.showPopover();
    if (kind !== "bad") this.#leaveLater(toast, undo ? 10000 : 5000);
  }

  #sign(kind) {
    const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sign.setAttribute("class", "icon");
    sign.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.dataset.sprite}#${SIGNS[kind] || "info"}`);
    sign.append(use);
    return sign;
  }

  #undo(toast, url) {
    return this.#button(this.dataset.undo, "toast-undo", "", async () => {
      this.#drop(toast);
      try {
        await post(url);
        location.reload();
      } catch (error) {
        this.show({ text: error.message || this.dataset.error, kind: "bad" });
      }
    });
  }

  #button(words, className, label, act) {
    const button = make("button", className, words);
    button.type = "button";
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  // Stays while pointed at or focused, so that nobody chases it.
  #leaveLater(toast, after) {
    let timer = setTimeout(() => this.#drop(toast), after);
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
    for (const name of ["pointerleave", "focusout"]) {
      toast.addEventListener(name, () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.#drop(toast), 3000);
      });
    }
  }

  #drop(toast) {
    toast.remove();
    if (!this.querySelector(".toast") && this.matches(":popover-open")) this.hidePopover();
  }
}
customElements.define("k-toast", Toasts);
htmx.config.historyCacheSize = 0;
