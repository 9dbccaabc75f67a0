// While files are on their way, links and forms of the house change what the page shows instead of leaving it.
import htmx from "./htmx.js";
import { isBusy } from "./uploads.js";

let hasStayed = false;

/** Where a script wants to go. */
export function go(url) {
  if (isBusy()) visit(url);
  else location.assign(url);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !isBusy()) return;
  if (isFile(link)) return fetching();
  if (link.target || link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  visit(link.href);
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method === "dialog" || form.target || !isBusy()) return;
  if (isFile(form)) return fetching();
  const place = new URL(submitter?.formAction || form.action, location.href);
  if (place.origin !== location.origin) return;
  event.preventDefault();
  const sent = new FormData(form, submitter);
  if ((submitter?.formMethod || form.method) === "get") {
    place.search = new URLSearchParams(sent);
    visit(place.href);
  } else visit(place.href, { method: "POST", body: sent });
});

addEventListener("popstate", ({ state }) => hasStayed && !state?.htmx && visit(location.href, { isBack: true }));

/** Show another page without ending this one; what is not a page is left to the browser. */
async function visit(url, { method = "GET", body, isBack = false } = {}) {
  const response = await fetch(url, { method, body, headers: { Accept: "text/html" } }).catch(() => null);
  if (!response) return document.dispatchEvent(new CustomEvent("htmx:sendError"));
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return location.assign(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!page.querySelector("k-uploads")) return location.assign(response.url); // signed out: nothing to stay for
  hasStayed = true;
  if (!isBack) history.pushState({}, "", response.url);
  show(page);
}

function show(page) {
  document.title = page.title;
  copyAttributes(page.documentElement, document.documentElement);
  copyAttributes(page.body, document.body);
  document.body.replaceChildren(...page.body.childNodes);
  htmx.process(document.body);
  scrollTo(0, 0);
  document.getElementById("content")?.focus({ preventScroll: true });
}

function copyAttributes(from, to) {
  for (const { name } of [...to.attributes]) if (!from.hasAttribute(name)) to.removeAttribute(name);
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

// Files are fetched beside the page: that is no leaving, though browsers ask as if it were.
function isFile(element) {
  return element.hasAttribute("download") || element.hasAttribute("data-file") || /\/file\/$/.test(element.pathname ?? "");
}

function fetching() {
  document.body.dataset.fetching = "";
  setTimeout(() => delete document.body.dataset.fetching, 2000);
}
