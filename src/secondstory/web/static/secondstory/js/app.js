// What every page does: dialogs, the menu, keys, forms that are left half-written, light and dark.
import { drafts } from "./drafts.js";
import { keep, recall } from "./kept.js";

const $ = (selector) => document.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);

function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      opener.closest("details[data-menu]")?.removeAttribute("open");
      dialog.showModal();
      dialog.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      dialog.addEventListener("close", () => (opener.checkVisibility?.() ? opener : $("[data-menu] summary"))?.focus(), { once: true });
      return;
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) { event.preventDefault(); closer.closest("dialog").close(); }
    if (event.target.matches("dialog") && !insideOf(event.target, event)) event.target.close();
  });
}

function insideOf(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && $("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
}

const WAYS = { d: "/", f: "/follow-ups" };

function keys() {
  const box = $("[data-keys-on]");
  if (!box) return;
  box.checked = recall("keys") !== "off";
  box.addEventListener("change", () => keep("keys", box.checked ? null : "off"));
  let leading = 0;
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const led = event.timeStamp - leading < 1500 && leading > 0;
    leading = 0;
    if (led && WAYS[event.key]) location.assign(WAYS[event.key]);
    else if (event.key === "g") leading = event.timeStamp;
    else if (event.key === "?") $("#keys").showModal();
    else if (event.key === "/") find();
    else return;
    event.preventDefault();
  });
}

function find() {
  const field = $("#find");
  if (field?.checkVisibility?.() ?? field?.offsetParent) field.focus();
  else location.assign("/search");
}

function guards() {
  const touched = new Set();
  const storing = keep("storing", "1");
  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", (event) => { if (!event.target.dataset.keep || !storing) touched.add(form); });
    form.addEventListener("submit", (event) => {
      touched.delete(form);
      const pressed = event.submitter;
      if (pressed) setTimeout(() => { if (!event.defaultPrevented) pressed.setAttribute("aria-busy", "true"); });
    });
  }
  addEventListener("beforeunload", (event) => { if (touched.size) event.preventDefault(); });
  addEventListener("pageshow", () => all("[aria-busy=true]").forEach((one) => one.removeAttribute("aria-busy")));
}

const WORDS = { "": "as the system", light: "light", dark: "dark" };

function theme() {
  const button = $("[data-theme-switch]");
  if (!button) return;
  const root = document.documentElement;
  const show = () => { $("[data-theme-word]").textContent = WORDS[root.dataset.theme ?? ""]; };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = { "": "light", light: "dark", dark: "" }[root.dataset.theme ?? ""];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
    keep("theme", next);
    show();
  });
  show();
}

function firstSight() {
  for (const button of all("[data-menu] [data-dialog]")) button.hidden = false;
  $("[data-refusal]")?.focus();
  const step = $(".steps [aria-current], .settings-places [aria-current]");
  const line = step?.closest("ol, ul");
  if (line && line.scrollWidth > line.clientWidth) line.scrollLeft = step.offsetLeft - line.offsetLeft - 24;
}

// A part of a page that is being made elsewhere: looked at again every two seconds until it stands still.
function lookAgain(part) {
  if (part?.dataset.again) setTimeout(async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.redirected) { location.reload(); return; }
    const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && fresh.textContent !== part.textContent) part.replaceChildren(...fresh.childNodes);
    if (fresh) part.dataset.again = fresh.dataset.again ?? "";
    lookAgain(part);
  }, 2000);
}

drafts();
dialogs();
menus();
keys();
guards();
theme();
firstSight();
lookAgain($("[data-again]"));
