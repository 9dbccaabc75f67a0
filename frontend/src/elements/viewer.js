// k-viewer: a document's pages as images with what lies over them: words to select, marks of a find; zoom, turn, thumbnails, keys.
import { isComposing, isTyping, make, remember } from "../dom.js";
import { Finder } from "./viewer-find.js";
import { layWords } from "./viewer-words.js";

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const WIDTHS = [1000, 1800];
const THUMB = 320;

class Viewer extends HTMLElement {
  connectedCallback() {
    this.pages = this.querySelector(".viewer-pages");
    this.strip = this.querySelector(".viewer-strip");
    this.place = this.querySelector(".viewer-place input");
    this.count = Number(this.getAttribute("pages")) || 1;
    this.zoom = 1;
    this.turn = 0;
    this.#lay();
    this.near = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.#load(one.target)), { root: this.pages, rootMargin: "800px 0px" });
    this.here = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.#show(one.target)), { root: this.pages, rootMargin: "-45% 0px -45% 0px" });
    this.thumbs = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.#thumb(one.target)), { root: this.strip, rootMargin: "400px 0px" });
    for (const sheet of this.pages.children) {
      this.near.observe(sheet);
      this.here.observe(sheet);
    }
    this.addEventListener("click", (event) => this.#press(event));
    this.place.addEventListener("change", () => this.go(Number(this.place.value)));
    this.listen = (event) => this.#key(event);
    document.addEventListener("keydown", this.listen);
    this.finder = new Finder(this);
    if (this.count > 1 && this.hasAttribute("strip")) this.#toggleStrip(true);
    if (this.getAttribute("find")) this.finder.begin(this.getAttribute("find"));
  }

  disconnectedCallback() {
    for (const observer of [this.near, this.here, this.thumbs]) observer.disconnect();
    document.removeEventListener("keydown", this.listen);
  }

  #lay() {
    const sheets = Array.from({ length: this.count }, (_, index) => {
      const sheet = make("div", "viewer-page");
      sheet.dataset.page = index + 1;
      sheet.append(make("div", "viewer-leaf"));
      return sheet;
    });
    this.pages.replaceChildren(...sheets);
    this.#show(sheets[0]);
  }

  address(page, width) {
    return this.getAttribute("src").replace(/\/0\/0\/$/, `/${page}/${width}/`);
  }

  // A wider image replaces the one that is there only when it has come.
  #load(sheet) {
    const wanted = sheet.clientWidth * Math.min(devicePixelRatio, 2);
    const width = WIDTHS.find((each) => each >= wanted) || WIDTHS.at(-1);
    if (Number(sheet.dataset.width || 0) >= width) return;
    const isFirst = !sheet.dataset.width;
    sheet.dataset.width = width;
    const image = new Image();
    image.alt = `${this.dataset.page} ${sheet.dataset.page}`;
    image.decoding = "async";
    image.draggable = false;
    image.addEventListener("load", () => this.#placed(sheet, image, isFirst));
    image.addEventListener("error", () => {
      if (!sheet.querySelector("img")) sheet.firstChild.replaceChildren(make("p", "viewer-failed", this.dataset.failed));
    });
    image.src = this.address(sheet.dataset.page, width);
  }

  #placed(sheet, image, isFirst) {
    const ratio = image.naturalWidth / image.naturalHeight;
    sheet.style.setProperty("--ratio", ratio);
    if (sheet.dataset.page === "1") this.pages.style.setProperty("--sheet", ratio);
    if (image.naturalWidth < 900) sheet.style.setProperty("--own", `${image.naturalWidth}px`);
    const old = sheet.querySelector("img, .viewer-failed");
    if (old) old.replaceWith(image);
    else sheet.firstChild.prepend(image);
    if (isFirst && this.getAttribute("words")) layWords(sheet, this.getAttribute("words").replace(/\/0\/$/, `/${sheet.dataset.page}/`));
  }

  #show(sheet) {
    this.now = Number(sheet.dataset.page);
    if (document.activeElement !== this.place) this.place.value = this.now;
    for (const one of this.strip.children) one.setAttribute("aria-current", String(Number(one.dataset.page) === this.now));
    const thumb = this.strip.children[this.now - 1];
    if (thumb && !this.strip.hidden) this.strip.scrollTop = thumb.offsetTop - this.strip.clientHeight / 2 + thumb.clientHeight / 2;
  }

  go(page) {
    const sheet = this.pages.children[Math.max(1, Math.min(this.count, page || 1)) - 1];
    this.pages.scrollTo({ top: sheet.offsetTop - this.pages.offsetTop - 8 });
    this.#show(sheet);
  }

  #press({ target }) {
    const press = target.closest("[data-zoom], [data-turn], [data-strip], [data-find-open], .viewer-thumb");
    if (!press) return;
    if (press.dataset.zoom) this.#zoom(press.dataset.zoom);
    else if ("turn" in press.dataset) this.#rotate();
    else if ("strip" in press.dataset) this.#toggleStrip();
    else if ("findOpen" in press.dataset) this.finder.open();
    else this.go(Number(press.dataset.page));
  }

  // How: in, out, fit (width), page (all of it), or a factor.
  #zoom(how) {
    const at = STEPS.findIndex((step) => step >= this.zoom - 0.001);
    if (how === "fit") this.zoom = 1;
    else if (how === "page") this.zoom = this.#wholePage();
    else this.zoom = STEPS[Math.max(0, Math.min(STEPS.length - 1, at + (how === "in" ? 1 : -1)))];
    const page = this.now;
    this.pages.style.setProperty("--zoom", this.zoom);
    this.querySelector("[data-zoom-shown]").textContent = `${Math.round(this.zoom * 100)}%`;
    this.go(page);
    for (const each of this.pages.children) if (each.dataset.width && this.#isNear(each)) this.#load(each);
  }

  #wholePage() {
    const sheet = this.pages.children[this.now - 1];
    return Math.max(0.2, Math.min(1, (this.pages.clientHeight - 24) / (sheet.clientHeight / this.zoom)));
  }

  #rotate() {
    this.turn = (this.turn + 90) % 360;
    this.pages.dataset.turn = this.turn;
    this.go(this.now);
  }

  #toggleStrip(isOpen = this.strip.hidden) {
    this.strip.hidden = !isOpen;
    this.querySelector("[data-strip]")?.setAttribute("aria-pressed", String(isOpen));
    remember("strip", isOpen ? "1" : "0");
    if (!isOpen || this.strip.children.length) return;
    const thumbs = Array.from({ length: this.count }, (_, index) => {
      const thumb = make("button", "viewer-thumb");
      thumb.type = "button";
      thumb.dataset.page = index + 1;
      thumb.setAttribute("aria-label", `${this.dataset.page} ${index + 1}`);
      thumb.append(make("span", "viewer-thumb-image"), make("span", "viewer-thumb-number", String(index + 1)));
      return thumb;
    });
    this.strip.replaceChildren(...thumbs);
    thumbs.forEach((thumb) => this.thumbs.observe(thumb));
    this.#show(this.pages.children[this.now - 1]);
  }

  #thumb(thumb) {
    this.thumbs.unobserve(thumb);
    const image = new Image();
    image.alt = "";
    image.draggable = false;
    image.src = this.address(thumb.dataset.page, THUMB);
    thumb.firstChild.replaceChildren(image);
  }

  #isNear(sheet) {
    const box = sheet.getBoundingClientRect();
    return box.bottom > -800 && box.top < innerHeight + 800;
  }

  #key(event) {
    if (isComposing(event) || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("[role=tab], [role=menu], .tabs")) return;
    const act = {
      PageDown: () => this.go(this.now + 1),
      PageUp: () => this.go(this.now - 1),
      ArrowRight: () => this.#across(1),
      ArrowLeft: () => this.#across(-1),
      Home: () => this.go(1),
      End: () => this.go(this.count),
      "+": () => this.#zoom("in"),
      "=": () => this.#zoom("in"),
      "-": () => this.#zoom("out"),
      0: () => this.#zoom("fit"),
      9: () => this.#zoom("page"),
      r: () => this.#rotate(),
      f: () => this.finder.open(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Sideways in a page wider than the room, else to the next one.
  #across(by) {
    if (this.pages.scrollWidth > this.pages.clientWidth + 4) this.pages.scrollBy({ left: by * 80 });
    else this.go(this.now + by);
  }
}
customElements.define("k-viewer", Viewer);
