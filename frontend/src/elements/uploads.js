// k-uploads: all that is on its way, in a corner of every page; hidden while a box on the page shows the same files.
import { make } from "../dom.js";
import { drawRow, icon, makeRow } from "../upload-row.js";
import * as uploads from "../uploads.js";

const SHOWN = 200;

class Uploads extends HTMLElement {
  connectedCallback() {
    this.rows = new Map();
    this.list = this.querySelector("[data-list]");
    this.end = uploads.onChange((entry) => (entry ? this.#changed(entry) : this.#draw()));
    this.press = ({ target }) => this.#pressed(target.closest?.("[data-uploads]")?.dataset.uploads);
    this.addEventListener("click", this.press);
    this.boxes = () => queueMicrotask(() => this.#draw());
    document.addEventListener("kd:upload-boxes", this.boxes);
    this.toggleAttribute("data-folded", sessionStorage.getItem("kd-uploads") === "folded");
    this.#draw();
  }

  disconnectedCallback() {
    this.end();
    this.removeEventListener("click", this.press);
    document.removeEventListener("kd:upload-boxes", this.boxes);
  }

  #mine() {
    const boxes = [...document.querySelectorAll("k-upload")].filter((box) => box.list);
    return uploads.entries.filter((entry) => !boxes.some((box) => box.shows(entry)));
  }

  #draw() {
    const mine = this.#mine();
    this.hidden = !mine.length;
    this.rows = new Map(mine.slice(-SHOWN).map((entry) => [entry.id, this.rows.get(entry.id) ?? makeRow(entry)]));
    this.list.replaceChildren(...this.rows.values());
    this.#count(mine);
  }

  #changed(entry) {
    const row = this.rows.get(entry.id);
    if (!row) return;
    const before = row.dataset.state;
    drawRow(row, entry);
    if (before === entry.state) return;
    if (entry.state === "asks") this.#ask(row);
    this.#count(this.#mine());
  }

  // A question is not folded away.
  #ask(row) {
    this.removeAttribute("data-folded");
    row.scrollIntoView({ block: "nearest" });
  }

  #count(mine) {
    const left = mine.filter(uploads.isActive).length;
    const asked = mine.filter((entry) => entry.state === "asks").length;
    const bad = mine.filter((entry) => entry.state === "failed").length;
    const words = [`${mine.length - left} / ${mine.length}`];
    if (bad) words.push(this.dataset.bad.replace("{count}", bad));
    this.querySelector("[data-count]").textContent = words.join(" · ");
    this.#all(asked);
    const isPaused = mine.some((entry) => entry.state === "paused");
    const move = this.querySelector("[data-uploads=move]");
    move.hidden = !left;
    move.title = isPaused ? this.dataset.resumeAll : this.dataset.pauseAll;
    move.setAttribute("aria-label", move.title);
    move.replaceChildren(icon(isPaused ? "play" : "pause"));
    move.dataset.deed = isPaused ? "resume" : "pause";
    this.querySelector("[data-uploads=close]").hidden = Boolean(left || asked);
    const bar = this.querySelector("[data-total]");
    bar.hidden = !left;
    bar.value = mine.length - left;
    bar.max = mine.length;
  }

  // Many questions are answered at once.
  #all(asked) {
    const place = this.querySelector("[data-all]");
    place.hidden = asked < 2;
    if (asked < 2) return;
    const line = make("div", "cluster");
    for (const deed of ["restore", "new", "drop"]) {
      const made = make("button", "button", this.dataset[`${deed}All`]);
      Object.assign(made, { type: "button" });
      Object.assign(made.dataset, { size: "s", uploads: `all-${deed}` });
      line.append(made);
    }
    place.replaceChildren(make("p", "", this.dataset.asked.replace("{count}", asked)), line);
  }

  #pressed(what) {
    if (!what) return;
    const mine = this.#mine();
    if (what === "fold") {
      this.toggleAttribute("data-folded");
      sessionStorage.setItem("kd-uploads", this.hasAttribute("data-folded") ? "folded" : "");
    } else if (what === "close") uploads.clear();
    else if (what === "move") {
      const deed = this.querySelector("[data-uploads=move]").dataset.deed;
      mine.filter(uploads.isActive).forEach(deed === "pause" ? uploads.pause : uploads.resume);
    } else if (what.startsWith("all-")) {
      const deed = what.slice(4);
      mine.filter((entry) => entry.state === "asks").forEach((entry) => uploads.decide(entry, deed));
    }
  }
}
customElements.define("k-uploads", Uploads);
