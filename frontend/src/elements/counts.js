// k-counts: how much waits behind the rail's entries. The last numbers show at once, new ones follow; every minute, and after a change.
import { jsonOf, stored } from "../dom.js";

const KEPT = "kd:counts";

class Counts extends HTMLElement {
  connectedCallback() {
    this.ask = () => this.#ask();
    document.body.addEventListener("kd:tray", this.ask);
    document.addEventListener("visibilitychange", this.ask);
    const person = document.querySelector("k-uploads")?.dataset.person ?? "";
    this.key = `${KEPT}:${person}`;
    this.#show(stored(sessionStorage, this.key, {}));
    this.#ask();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.body.removeEventListener("kd:tray", this.ask);
    document.removeEventListener("visibilitychange", this.ask);
  }

  async #ask() {
    clearTimeout(this.timer);
    if (document.hidden || !this.isConnected) return;
    const response = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true", "Kedang-Passive": "1" } }).catch(() => null);
    // Signed out, or something is to be done first: 204 then says where.
    if (response?.redirected || [204, 401].includes(response?.status)) return;
    const counts = await jsonOf(response);
    if (counts) {
      sessionStorage.setItem(this.key, JSON.stringify(counts));
      this.#show(counts);
    }
    this.timer = setTimeout(this.ask, 60_000);
  }

  #show(counts) {
    for (const place of document.querySelectorAll("[data-count-of]")) {
      const count = counts[place.dataset.countOf] ?? 0;
      place.hidden = !count;
      place.textContent = count || "";
    }
  }
}
customElements.define("k-counts", Counts);
