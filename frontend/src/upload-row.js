// One file on its way, as lists of uploads show it.
import { make } from "./dom.js";
import * as uploads from "./uploads.js";

const DEEDS = { waiting: ["pause", "cancel"], sending: ["pause", "cancel"], paused: ["resume", "cancel"], failed: ["resume", "cancel"] };
const ICONS = { pause: "pause", resume: "play", cancel: "close" };

/** The words of the page (data-… of k-uploads). */
export function words() {
  return document.querySelector("k-uploads")?.dataset ?? {};
}

export function makeRow(entry) {
  const row = make("div", "upload");
  row.bar = make("progress");
  row.bar.max = 100;
  row.bar.setAttribute("aria-label", entry.path);
  row.state = make("span", "upload-state");
  row.deeds = make("span", "upload-deeds");
  row.more = make("div", "upload-more");
  const name = make("span", "truncate", entry.path);
  name.title = entry.path;
  row.append(name, row.state, row.deeds, row.bar, row.more);
  drawRow(row, entry);
  return row;
}

export function drawRow(row, entry) {
  row.bar.value = entry.percent;
  if (row.dataset.state === "sending" && entry.state === "sending") {
    row.state.textContent = `${entry.percent}%`;
    return;
  }
  row.dataset.state = entry.state;
  row.bar.hidden = !uploads.isActive(entry);
  row.state.textContent = entry.state === "sending" ? `${entry.percent}%` : entry.words || words()[entry.state] || "";
  row.deeds.replaceChildren(...(DEEDS[entry.state] || []).map((deed) => button(deed, entry)));
  row.more.replaceChildren(...more(entry));
}

function button(deed, entry) {
  const said = words()[deed === "resume" && entry.state === "failed" ? "retry" : deed];
  const made = make("button", "button");
  Object.assign(made, { type: "button", title: said });
  Object.assign(made.dataset, { kind: "quiet", size: "s", shape: "square" });
  made.setAttribute("aria-label", `${said} ${entry.path}`);
  made.append(icon(entry.state === "failed" && deed === "resume" ? "refresh" : ICONS[deed]));
  made.addEventListener("click", () => uploads[deed](entry));
  return made;
}

export function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${words().icons}#${name}`);
  drawn.append(use);
  return drawn;
}

function more(entry) {
  if (entry.state === "asks" || entry.state === "deciding") return [told(words().inTrash, entry), question(entry)];
  if (entry.link && entry.state === "restored") return [link(entry.link, entry.name)];
  const named = entry.link && entry.name && entry.name !== entry.path ? [link(entry.link, entry.name)] : [];
  return entry.state === "done" && entry.twins?.length ? [...named, told(words().twin, entry)] : named;
}

function told(said, { twins: [twin] }) {
  const line = make("p", "", said);
  line.append(" ", link(twin.url, twin.name), ` ${twin.place}`);
  if (twin.until) line.append(` · ${words().until.replace("{day}", twin.until)}`);
  return line;
}

function question(entry) {
  const line = make("div", "cluster");
  for (const [deed, kind] of [["restore", "primary"], ["new", ""], ["drop", "quiet"]]) {
    const made = make("button", "button", words()[deed]);
    made.type = "button";
    made.disabled = entry.state === "deciding";
    Object.assign(made.dataset, { size: "s", kind });
    made.addEventListener("click", () => uploads.decide(entry, deed));
    line.append(made);
  }
  return line;
}

function link(url, text) {
  const made = make("a", "", text);
  made.href = url;
  return made;
}
