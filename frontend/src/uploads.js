// What is on its way to the server, in one place: it goes on whichever page of the house is shown.
import { csrfToken, errorWords, post, stored } from "./dom.js";

const AT_ONCE = 3;
const ASKED = "kd-asked";
const ACTIVE = new Set(["waiting", "sending", "paused"]);
const listeners = new Set();

export const entries = [];
let running = 0;
let count = 0;

/** `act(entry)` after every change; entry is null when the list itself changed. Returns what ends it. */
export function onChange(act) {
  listeners.add(act);
  return () => listeners.delete(act);
}

export const isActive = (entry) => ACTIVE.has(entry.state);
export const isBusy = () => entries.some(isActive);

/** `files`: pairs of a File and its path; `meta`: what goes with each; `key`: where they belong on pages. */
export function add(files, { endpoint, meta, key }) {
  for (const [file, path] of files) {
    const facts = { filename: file.name, filetype: file.type || "application/octet-stream", path, modified: String(file.lastModified), ...meta };
    entries.push({ id: ++count, file, path, endpoint, meta: facts, key, state: "waiting", percent: 0 });
  }
  told(null);
  next();
}

export function pause(entry) {
  if (entry.state === "sending") {
    entry.upload.abort();
    running -= 1;
  }
  if (isActive(entry)) change(entry, { state: "paused" });
  next();
}

/** Goes on, or tries again. */
export function resume(entry) {
  if (!["paused", "failed"].includes(entry.state)) return;
  change(entry, { state: "waiting", words: "" });
  next();
}

export async function cancel(entry) {
  if (entry.state === "asks") return decide(entry, "drop");
  if (entry.state === "sending") running -= 1;
  change(entry, { state: "cancelled" });
  next();
  await entry.upload?.abort(true).catch(() => null);
}

/** What becomes of a file whose content lies in the trash: restore, new or drop. */
export async function decide(entry, deed) {
  const fields = { deed };
  if (deed === "restore") fields.document = entry.twins[0].id;
  change(entry, { state: "deciding" });
  try {
    const answer = await (await post(`${entry.url}decision/`, fields)).json();
    const state = { restore: "restored", new: "done", drop: "cancelled" }[deed];
    change(entry, { state, link: answer.url, name: answer.name, twins: deed === "new" ? parsed(answer.twins) : [] });
  } catch (error) {
    change(entry, { state: "asks", words: error.message });
  }
  remember();
}

/** Forget what is over. */
export function clear() {
  const left = entries.filter((entry) => isActive(entry) || ["asks", "deciding"].includes(entry.state));
  entries.splice(0, entries.length, ...left);
  told(null);
}

async function next() {
  const { Upload } = await import("tus-js-client");
  for (const entry of entries) {
    if (running >= AT_ONCE) return;
    if (entry.state === "waiting") send(Upload, entry);
  }
}

function send(Upload, entry) {
  running += 1;
  change(entry, { state: "sending" });
  if (entry.upload) return entry.upload.start();
  entry.upload = new Upload(entry.file, {
    endpoint: entry.endpoint,
    chunkSize: 8 * 2 ** 20,
    retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
    removeFingerprintOnSuccess: true,
    metadata: entry.meta,
    onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
    onProgress: (sent, size) => entry.state === "sending" && change(entry, { percent: size ? Math.floor((sent / size) * 100) : 100 }),
    onSuccess: ({ lastResponse }) => arrived(entry, (name) => lastResponse?.getHeader(name)),
    onError: (error) => failed(entry, error),
  });
  entry.upload
    .findPreviousUploads()
    .then((previous) => {
      // The same file may be on its way to another customer: only one with the same facts is gone on with.
      const same = previous.find(({ metadata }) => JSON.stringify(metadata) === JSON.stringify(entry.meta));
      if (same) entry.upload.resumeFromPreviousUpload(same);
    })
    .catch(() => null)
    .then(() => entry.state === "sending" && entry.upload.start());
}

function arrived(entry, header) {
  if (entry.state === "sending") running -= 1;
  const asks = decoded(header("Upload-Asks"));
  const document_ = decoded(header("Upload-Document"));
  const facts = { percent: 100, url: entry.upload.url, file: null };
  if (asks) change(entry, { ...facts, state: "asks", twins: parsed(asks) });
  else change(entry, { ...facts, state: "done", link: document_ && `/documents/${document_}/`, name: decoded(header("Upload-Name")), twins: parsed(decoded(header("Upload-Twins"))) });
  if (asks) remember();
  next();
}

async function failed(entry, error) {
  if (entry.state !== "sending") return;
  running -= 1;
  const told_ = error.originalResponse?.getBody?.() || "";
  const words = told_.startsWith("{") ? await errorWords(new Response(told_)) : told_.length < 120 && !told_.includes("<") ? told_ : "";
  change(entry, { state: "failed", words });
  next();
}

function change(entry, facts) {
  Object.assign(entry, facts);
  told(entry);
}

function told(entry) {
  for (const act of listeners) act(entry);
}

// Questions outlive the page that put them.
function remember() {
  const open = entries.filter((entry) => entry.state === "asks");
  sessionStorage.setItem(ASKED, JSON.stringify(open.map(({ url, path, key, twins }) => ({ url, path, key, twins }))));
}

function parsed(json) {
  return json ? JSON.parse(json) : [];
}

function decoded(base64) {
  return base64 ? new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))) : "";
}

for (const asked of stored(sessionStorage, ASKED, [])) {
  entries.push({ id: ++count, ...asked, state: "asks", percent: 100 });
}
addEventListener("beforeunload", (event) => isBusy() && !document.body.dataset.fetching && event.preventDefault());
