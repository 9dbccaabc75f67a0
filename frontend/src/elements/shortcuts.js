// k-shortcuts: keys of the whole page. Any element with data-key is pressed by its key, data-go by g and its key.
import { isComposing, isTyping } from "../dom.js";

class Shortcuts extends HTMLElement {
  connectedCallback() {
    this.listen = (event) => this.#key(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listen);
  }

  #key(event) {
    if (isComposing(event) || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector("k-palette")?.open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  #act(key) {
    if (key === "/") return document.querySelector("k-palette")?.open() ?? true;
    if (key === "?") return this.#sheet();
    if ((key === "j" || key === "k") && this.#row(key === "j" ? 1 : -1)) return true;
    if (key === "x" && this.#press("tr[data-cursor] .select input")) return true;
    if (key === "Enter" && document.activeElement === document.body)
      return this.#press("tr[data-cursor] th a, tr[data-cursor] td a") || this.#press('[data-key="Enter"], [data-enter] [data-edit]');
    if (this.went && Date.now() - this.went < 1200) {
      this.went = 0;
      return this.#press(`[data-go="${CSS.escape(key)}"]`);
    }
    if (key === "g") {
      this.went = Date.now();
      return true;
    }
    return key.length === 1 && this.#press(`[data-key="${CSS.escape(key)}"]`);
  }

  #press(selector) {
    const seen = [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length);
    const target = seen.find((element) => element.closest("main")) ?? seen[0]; // the page's own keys go before the frame's
    target?.click();
    return Boolean(target);
  }

  #row(by) {
    const rows = [...document.querySelectorAll(".table tbody tr:not(.more)")];
    if (!rows.length) return false;
    const now = rows.findIndex((row) => "cursor" in row.dataset);
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
    if (now >= 0) delete rows[now].dataset.cursor;
    next.dataset.cursor = "";
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  // The sheet also lists what this page adds.
  #sheet() {
    const keys = this.querySelector("[data-keys]");
    keys.querySelectorAll("[data-own]").forEach((row) => row.remove());
    for (const element of document.querySelectorAll("main [data-key]")) {
      const row = document.createElement("div");
      row.dataset.own = "";
      const words = document.createElement("span");
      words.textContent = (element.getAttribute("aria-label") || element.textContent).trim();
      const key = document.createElement("kbd");
      key.textContent = element.dataset.key;
      row.append(words, key);
      keys.append(row);
    }
    this.querySelector("dialog").showModal();
    return true;
  }
}
customElements.define("k-shortcuts", Shortcuts);
