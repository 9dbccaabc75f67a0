// Small things every element uses.

/** Dispatches a bubbling event; returns false when somebody prevented it. */
export function emit(target, name, detail = {}) {
  return target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
}

export function toast(text, kind = "ok", undo = "") {
  emit(document.body, "kd:toast", { text, kind, undo });
}

/** True while an input method composes: no key then means what it says. 229 is what older engines send. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [contenteditable]"));
}

export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `kd_${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

export function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

export async function post(url, fields = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json, text/plain" },
    body: new URLSearchParams(fields),
  });
  if (response.status === 401) emit(document.body, "kd:signed-out", { url: location.href });
  if (!response.ok) throw new Error(await errorWords(response));
  return response;
}

/** What the server said went wrong, as `errors.py` words it. */
export async function errorWords(response) {
  try {
    const { error } = await response.json();
    return sentences(error);
  } catch {
    return "";
  }
}

/** What is wrong and what to do, one after the other as either language writes it (`core.errors.sentences`). */
export function sentences({ message = "", remedy = "" }) {
  if (!message || !remedy) return message || remedy;
  const inChinese = remedy[0] > "\u2e7f";
  const ended = /[。！？；：.!?;:…]$/.test(message) ? message : message + (inChinese ? "。" : ".");
  return inChinese ? ended + remedy : `${ended} ${remedy}`;
}

export function debounce(act, wait) {
  let timer;
  return (...details) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...details), wait);
  };
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** The JSON of an answer; null when it brings none: refused, elsewhere, a page, or a move (204 with HX-Redirect). */
export async function jsonOf(response) {
  if (!response?.ok || response.redirected || response.status === 204) return null;
  return response.json().catch(() => null);
}

/** What was put by as JSON; `otherwise` when there is none, or none that can be read. */
export function stored(storage, key, otherwise = null) {
  try {
    return JSON.parse(storage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

let count = 0;
export function identify(element) {
  element.id ||= `kd-${++count}`;
  return element.id;
}
