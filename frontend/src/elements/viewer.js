// k-viewer: the pages of a document as images: loaded when they come near, zoomed by keys and buttons, width kept.
import { isComposing, isTyping, make } from "../dom.js";

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const WIDTHS = [1000, 1800];

class Viewer extends HTMLElement {
  connectedCallback() {
    this.pages = this.querySelector(".viewer-pages");
    this.place = this.querySelector(".viewer-place");
    this.count = Number(this.getAttribute("pages")) || 1;
    this.zoom = 1;
    this.#lay();
    this.near = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.#load(one.target)), { root: this.pages, rootMargin: "800px 0px" });
    this.here = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.#show(one.target)), { root: this.pages, rootMargin: "-45% 0px -45% 0px" });
    for (const sheet of this.pages.children) {
      this.near.observe(sheet);
      this.here.observe(sheet);
    }
    this.addEventListener("click", ({ target }) => {
      const press = target.closest("[data-zoom]");
      if (press) this.#zoom(press.dataset.zoom);
    });
    this.listen = (event) => this.#key(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() {
    this.near.disconnect();
    this.here.disconnect();
    document.removeEventListener("keydown", this.listen);
  }

  #lay() {
    const sheets = Array.from({ length: this.count }, (_, index) => {
      const sheet = make("div", "viewer-page");
      sheet.dataset.page = index + 1;
      return sheet;
    });
    this.pages.replaceChildren(...sheets);
    this.#show(sheets[0]);
  }

  // A wider image replaces the one that is there only when it has come.
  #load(sheet) {
    const wanted = sheet.clientWidth * Math.min(devicePixelRatio, 2);
    const width = WIDTHS.find((each) => each >= wanted) || WIDTHS.at(-1);
    if (Number(sheet.dataset.width || 0) >= width) return;
    sheet.dataset.width = width;
    const image = new Image();
    image.alt = `${this.dataset.page} ${sheet.dataset.page}`;
    image.decoding = "async";
    image.addEventListener("load", () => {
      sheet.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
      if (sheet.dataset.page === "1") this.pages.style.setProperty("--sheet", `${image.naturalWidth} / ${image.naturalHeight}`);
      if (image.naturalWidth < 900) sheet.style.setProperty("--own", `${image.naturalWidth}px`);
      sheet.replaceChildren(image);
    });
    image.addEventListener("error", () => {
      if (!sheet.firstChild) sheet.replaceChildren(make("p", "viewer-failed", this.dataset.failed));
    });
    image.src = this.getAttribute("src").replace(/\/0\/0\/$/, `/${sheet.dataset.page}/${width}/`);
  }

  #show(sheet) {
    this.now = Number(sheet.dataset.page);
    this.place.textContent = this.count > 1 ? `${this.now} / ${this.count}` : "";
  }

  #go(by) {
    const sheet = this.pages.children[Math.max(0, Math.min(this.count - 1, this.now - 1 + by))];
    sheet.scrollIntoView({ block: "start" });
  }

  #zoom(how) {
    const at = STEPS.findIndex((step) => step >= this.zoom);
    this.zoom = how === "fit" ? 1 : STEPS[Math.max(0, Math.min(STEPS.length - 1, at + (how === "in" ? 1 : -1)))];
    this.pages.style.setProperty("--zoom", this.zoom);
    const sheet = this.pages.children[this.now - 1];
    sheet.scrollIntoView({ block: "nearest" });
    for (const each of this.pages.children) if (each.firstChild && this.#isNear(each)) this.#load(each);
  }

  #isNear(sheet) {
    const box = sheet.getBoundingClientRect();
    return box.bottom > -800 && box.top < innerHeight + 800;
  }

  #key(event) {
    if (isComposing(event) || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const act = {
      PageDown: () => this.#go(1),
      PageUp: () => this.#go(-1),
      "+": () => this.#zoom("in"),
      "=": () => this.#zoom("in"),
      "-": () => this.#zoom("out"),
      0: () => this.#zoom("fit"),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
customElements.define("k-viewer", Viewer);
