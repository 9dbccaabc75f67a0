// k-unmask: the eye asks why (unless it need not), shows the value and covers it again after a minute.
import { post, toast } from "../dom.js";
import { askReason } from "../reason.js";

const SHOWN = 60_000;

class Unmask extends HTMLElement {
  connectedCallback() {
    this.value = this.querySelector(".masked-value");
    this.masked = this.value.textContent;
    this.eye = this.querySelector(".eye");
    this.eye?.addEventListener("click", () => (this.isShown ? this.cover() : this.show()));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async show() {
    const reason = this.hasAttribute("ask") ? await askReason() : "";
    if (this.hasAttribute("ask") && !reason) return;
    try {
      const response = await post(this.getAttribute("src"), { reason });
      this.value.textContent = await response.text();
    } catch (error) {
      toast(error.message || document.querySelector("k-toast")?.dataset.error, "bad");
      return;
    }
    this.#turn(true);
    this.timer = setTimeout(() => this.cover(), SHOWN);
  }

  cover() {
    clearTimeout(this.timer);
    this.value.textContent = this.masked;
    this.#turn(false);
  }

  #turn(shown) {
    this.isShown = shown;
    const use = this.eye.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, shown ? "#eye-off" : "#eye"));
    this.eye.setAttribute("aria-label", shown ? this.dataset.hide : this.dataset.show);
    this.eye.title = this.eye.getAttribute("aria-label");
  }
}
customElements.define("k-unmask", Unmask);
