// Finding in the document: the server says on which pages and where, the viewer marks it and goes from one to the next.
import { debounce, isComposing, make, sentences } from "../dom.js";

export class Finder {
  constructor(viewer) {
    this.viewer = viewer;
    this.bar = viewer.querySelector(".viewer-find");
    this.field = this.bar.querySelector("input");
    this.told = this.bar.querySelector("output");
    this.hits = [];
    this.at = -1;
    const seek = debounce(() => this.#seek(), 250);
    this.field.addEventListener("input", seek);
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.bar.addEventListener("click", ({ target }) => {
      const press = target.closest("[data-find]");
      if (press) this.#step(press.dataset.find);
    });
  }

  open() {
    this.bar.hidden = false;
    this.field.focus();
    this.field.select();
  }

  begin(sought) {
    this.bar.hidden = false;
    this.field.value = sought;
    this.#seek();
  }

  #close() {
    this.bar.hidden = true;
    this.hits = [];
    this.#mark();
    this.viewer.pages.focus();
  }

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter") this.#step(event.shiftKey ? "back" : "on");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(how) {
    if (how === "close") return this.#close();
    if (this.field.value.trim() !== this.sought) return this.#seek();
    if (this.hits.length) this.#show((this.at + (how === "back" ? -1 : 1) + this.hits.length) % this.hits.length);
  }

  async #seek() {
    const sought = this.field.value.trim();
    this.sought = sought;
    if (!sought) return this.#found([], false);
    this.told.textContent = "…";
    const response = await fetch(`${this.viewer.getAttribute("find-src")}?q=${encodeURIComponent(sought)}`, { headers: { Accept: "application/json" } });
    if (sought !== this.sought) return; // typed on meanwhile
    const answer = await response.json();
    if (!response.ok) {
      this.#found([], false);
      this.told.textContent = sentences(answer.error || {});
      return;
    }
    this.#found(answer.hits, answer.is_cut);
  }

  #found(hits, isCut) {
    this.hits = hits;
    this.isCut = isCut;
    this.#mark();
    if (hits.length) {
      const here = hits.findIndex((hit) => hit.page >= this.viewer.now);
      this.#show(here < 0 ? 0 : here);
    } else this.told.textContent = this.sought ? this.bar.dataset.none : "";
  }

  #mark() {
    for (const old of this.viewer.pages.querySelectorAll(".viewer-marks")) old.remove();
    for (const hit of this.hits) {
      const leaf = this.viewer.pages.children[hit.page - 1]?.firstChild;
      if (!leaf) continue;
      let layer = leaf.querySelector(".viewer-marks");
      if (!layer) leaf.append((layer = make("div", "viewer-marks")));
      hit.marks = hit.boxes.map(([x, y, width, height]) => {
        const mark = make("mark");
        for (const [side, share] of Object.entries({ left: x, top: y, width, height })) mark.style[side] = `${share * 100}%`;
        return mark;
      });
      layer.append(...hit.marks);
    }
  }

  #show(index) {
    for (const mark of this.hits[this.at]?.marks || []) mark.removeAttribute("data-now");
    this.at = index;
    const hit = this.hits[index];
    this.told.textContent = `${index + 1} / ${this.hits.length}${this.isCut ? "+" : ""}`;
    for (const mark of hit.marks || []) mark.dataset.now = "";
    const pages = this.viewer.pages;
    const mark = hit.marks?.[0];
    if (!mark) return this.viewer.go(hit.page);
    const top = mark.getBoundingClientRect().top - pages.getBoundingClientRect().top + pages.scrollTop;
    const left = mark.getBoundingClientRect().left - pages.getBoundingClientRect().left + pages.scrollLeft;
    pages.scrollTo({ top: top - pages.clientHeight / 3, left: left - pages.clientWidth / 2 });
  }
}
