// k-poll: asks src again and again; pauses in a hidden tab, slows down when nothing moves (data-busy="0"), stops at [data-poll-stop].
import htmx from "../htmx.js";
import { emit } from "../dom.js";

class Poll extends HTMLElement {
  connectedCallback() {
    this.ask = () => this.#ask();
    document.addEventListener("visibilitychange", this.ask);
    document.body.addEventListener("kd:tray", this.ask);
    this.#ask();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.ask);
    document.body.removeEventListener("kd:tray", this.ask);
  }

  async #ask() {
    clearTimeout(this.timer);
    if (document.hidden || !this.isConnected) return;
    const response = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true", "Kedang-Passive": "1" } }).catch(() => null);
    if (response?.status === 401) return emit(document.body, "kd:signed-out", { url: location.href });
    if (response?.ok && response.status !== 204 && !response.redirected) this.#show(await response.text());
    if (this.querySelector("[data-poll-stop]") || response?.status === 286 || response?.redirected) return;
    this.timer = setTimeout(this.ask, Number(this.getAttribute(this.#isBusy() ? "every" : "idle") || this.getAttribute("every") || 5000));
  }

  // The same words are not drawn again: nothing jumps, no focus is lost.
  #show(html) {
    if (html === this.last || this.contains(document.activeElement)) return;
    this.last = html;
    htmx.swap(this, html, { swapStyle: "innerHTML" });
    const button = this.closest("k-menu")?.querySelector(".tray-button");
    button?.toggleAttribute("data-busy", this.#isBusy());
    // What waits (unread notices) stands on the button, and in its name for those who do not see it.
    const count = this.querySelector("[data-count]")?.dataset.count ?? "";
    if (!button || (button.dataset.count ?? "") === count) return;
    button.dataset.count = count;
    button.setAttribute("aria-label", count ? `${button.title} ${count}` : button.title);
  }

  #isBusy() {
    const told = this.querySelector("[data-busy]");
    return told ? told.dataset.busy !== "0" : true;
  }
}
customElements.define("k-poll", Poll);
