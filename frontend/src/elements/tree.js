// k-tree: one stop for Tab, arrows move and open; children come from data-src when a branch is first opened.
import htmx from "../htmx.js";
import { isComposing } from "../dom.js";

class Tree extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const toggle = target.closest(".tree-toggle");
      if (toggle) this.toggle(toggle.closest("[role=treeitem]"));
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusin", ({ target }) => this.#stop(target.closest("[role=treeitem]")));
    this.addEventListener("htmx:afterSettle", () => this.querySelector("a[tabindex='0']") || this.#stop(this.querySelector("[role=treeitem]")));
    this.#stop(this.querySelector("[aria-selected=true]") || this.querySelector("[role=treeitem]"));
  }

  async toggle(item, open = item.getAttribute("aria-expanded") === "false") {
    if (!item.hasAttribute("aria-expanded")) return;
    item.setAttribute("aria-expanded", String(open));
    if (!open || !item.dataset.src || item.dataset.loaded) return;
    item.dataset.loaded = "1";
    const response = await fetch(item.dataset.src, { headers: { "HX-Request": "true" } }).catch(() => null);
    const list = item.querySelector(":scope > [role=group]");
    if (response?.ok && response.status !== 204 && !response.redirected) htmx.swap(list, await response.text(), { swapStyle: "innerHTML" });
    else delete item.dataset.loaded;
  }

  #items() {
    return [...this.querySelectorAll("[role=treeitem]")].filter((item) => item.offsetParent);
  }

  #stop(item) {
    if (!item) return;
    this.querySelectorAll("a[tabindex='0']").forEach((link) => (link.tabIndex = -1));
    const link = item.querySelector("a");
    if (link) link.tabIndex = 0;
  }

  #key(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item || isComposing(event)) return;
    const items = this.#items();
    const at = items.indexOf(item);
    const isOpen = item.getAttribute("aria-expanded") === "true";
    const parent = item.parentElement.closest("[role=treeitem]");
    const go = {
      ArrowDown: () => items[at + 1],
      ArrowUp: () => items[at - 1],
      Home: () => items[0],
      End: () => items.at(-1),
      ArrowRight: () => (isOpen ? items[at + 1] : void this.toggle(item, true)),
      ArrowLeft: () => (isOpen ? void this.toggle(item, false) : parent),
    }[event.key];
    if (!go) return;
    event.preventDefault();
    event.stopPropagation();
    go()?.querySelector("a")?.focus();
  }
}
customElements.define("k-tree", Tree);
