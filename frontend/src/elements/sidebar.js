// k-sidebar: the rail folds to icons (remembered); on a phone it is a drawer.
import { make, remember } from "../dom.js";

class Sidebar extends HTMLElement {
  connectedCallback() {
    this.rail = this.querySelector(".rail");
    this.querySelector(".rail-fold")?.addEventListener("click", ({ currentTarget }) => this.#fold(currentTarget));
    this.querySelector(".rail-close")?.addEventListener("click", () => this.close());
    document.querySelector(".rail-open")?.addEventListener("click", () => this.open());
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  open() {
    this.rail.dataset.open = "";
    this.shade = make("button", "rail-shade");
    this.shade.tabIndex = -1;
    this.shade.setAttribute("aria-hidden", "true");
    this.shade.addEventListener("click", () => this.close());
    this.append(this.shade);
    this.rail.querySelector("a, button").focus();
  }

  close() {
    if (!("open" in this.rail.dataset)) return;
    delete this.rail.dataset.open;
    this.shade?.remove();
    document.querySelector(".rail-open")?.focus();
  }

  #fold(button) {
    const root = document.documentElement;
    const folded = root.dataset.rail !== "folded";
    root.dataset.rail = folded ? "folded" : "open";
    button.setAttribute("aria-pressed", String(folded));
    remember("rail", root.dataset.rail);
  }
}
customElements.define("k-sidebar", Sidebar);
