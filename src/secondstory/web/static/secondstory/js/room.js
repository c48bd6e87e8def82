// The room follows along: it asks every two seconds what changed, sends acts without leaving the page, and keeps the
// facilitator's clock. Nothing somebody is typing into is ever replaced; without this script the page works by loading.
import { keep, recall } from "./kept.js";
import { toast } from "./toast.js";

const EVERY = 2000;
const TYPED = "textarea, select, input:not([type=hidden])";
const root = document.querySelector("[data-tag]");
const gone = document.querySelector("[data-gone]");
const who = document.querySelector("meta[name=visitor]")?.content ?? "";
const waiting = new Map();
let tag = root.dataset.tag;
let soon;
let changed = false; // the room was opened or closed: the page is another one, loaded as soon as nothing typed would go

function isBusy(region) {
  return Boolean(region.querySelector("[data-dirty]")) || Boolean(document.activeElement?.matches(TYPED) && region.contains(document.activeElement));
}

function place(region, html) {
  if (region.dataset.shown === html) return;
  const opened = [...region.querySelectorAll("details[open][id]")].map((one) => one.id);
  const focused = region.contains(document.activeElement) ? document.activeElement.closest("form")?.querySelector("[name=do]")?.value : null;
  region.innerHTML = html;
  if (region.dataset.region === "agenda") began = performance.now();
  region.dataset.shown = html;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const field of region.querySelectorAll("[data-keep]")) keepTyped(field);
  if (focused) [...region.querySelectorAll("[name=do]")].find((one) => one.value === focused)?.closest("form").querySelector("button")?.focus();
}

function keepTyped(field) {
  const key = `draft:${who}:${field.dataset.keep}`;
  field.addEventListener("input", () => keep(key, field.value === field.defaultValue ? null : field.value));
}

function settle() {
  for (const [name, html] of waiting) {
    const region = document.querySelector(`[data-region="${name}"]`);
    if (!region || isBusy(region)) continue;
    place(region, html);
    waiting.delete(name);
  }
}

async function look() {
  clearTimeout(soon);
  const address = new URL(root.dataset.room, location.href);
  address.searchParams.set("since", tag);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.redirected) return signedOut();
    if (answer.status === 200) {
      const found = await answer.json();
      tag = found.tag;
      for (const [name, html] of Object.entries(found.regions)) waiting.set(name, html);
      settle();
      if (found.phase && found.phase !== root.dataset.phase) changed = true;
    }
    if (changed && !document.querySelector("[data-dirty]")) { location.reload(); return; }
    lineIs(answer.status === 200 || answer.status === 304);
    if (waiting.size) settle();
  } catch { lineIs(false); }
  soon = setTimeout(look, document.hidden ? EVERY * 5 : EVERY);
}

function lineIs(there) {
  if (there) { gone.hidden = true; return; }
  const words = [...document.querySelectorAll("textarea")].map((one) => one.value.trim()).join(" ").split(/\s+/).filter(Boolean).length;
  gone.textContent = `The line is gone. Keep writing. ${words ? `${words} words are on this device only. ` : ""}They join the others when the line is back.`;
  gone.hidden = false;
}

function signedOut() {
  gone.textContent = "You were signed out while you wrote. Nothing is lost. ";
  const link = Object.assign(document.createElement("a"), { href: `/account/login/?next=${encodeURIComponent(location.pathname)}`, textContent: "Sign in here and go on where you were." });
  gone.append(link);
  gone.hidden = false;
}

async function send(form, body) {
  const answer = await fetch(form.action || location.href, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.redirected) { signedOut(); return null; }
  return answer.json();
}

async function submitted(event) {
  const form = event.target.closest("form");
  if (!form || form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter ?? undefined);
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    const found = await send(form, body);
    if (!found) return;
    refusal(form, found.refused);
    if (found.refused) return;
    emptied(form);
    if (found.said) toast(found.said);
    if (["open", "close", "read-charter"].includes(String(body.get("do")))) { location.assign(location.pathname); return; }
    tag = "";
    await look();
  } catch { lineIs(false); } finally { event.submitter?.removeAttribute("aria-busy"); }
}

function refusal(form, words) {
  form.querySelector("[data-refused]")?.remove();
  if (!words) return;
  const line = Object.assign(document.createElement("p"), { className: "says", role: "alert", textContent: words });
  line.dataset.refused = "";
  form.append(line);
}

function emptied(form) {
  delete form.dataset.dirty;
  for (const field of form.querySelectorAll(TYPED)) {
    if (["checkbox", "radio"].includes(field.type) || field.tagName === "SELECT") continue;
    field.value = "";
    field.defaultValue = "";
    if (field.dataset.keep) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  delete form.dataset.dirty;
  const step = form.querySelector("[name=step]");
  if (step && form.id === "minutes-form") step.dataset.stale = "";
  const kept = form.querySelector("[data-kept]");
  if (kept) kept.textContent = "";
}

// The scribe's words are kept on the server at every pause, under the part in which they were begun.
let typing;
function typed(event) {
  const form = event.target.form;
  if (form?.method === "post") form.dataset.dirty = "";
  if (!event.target.matches("[data-draft]")) return;
  const step = form.querySelector("[name=step]");
  const now = document.querySelector("[data-step]");
  if ("stale" in step.dataset && now) { step.value = now.dataset.step; delete step.dataset.stale; }
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const body = new FormData(form);
    body.set("do", "draft");
    try {
      const found = await send(form, body);
      if (found?.said && event.target.value) form.querySelector("[data-kept]").textContent = "Kept. Not added yet.";
    } catch { lineIs(false); }
  }, 700);
}

let began = performance.now();
function tick() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const passed = clock.hasAttribute("data-running") ? (performance.now() - began) / 1000 : 0;
  const left = Math.max(0, Math.round(Number(clock.dataset.left) - passed));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const used = document.querySelector("[data-used]");
  const planned = Number(used?.dataset.planned);
  if (planned) used.setAttribute("width", Math.min(100, 100 - (100 * (Number(clock.dataset.left) - passed)) / planned).toFixed(1));
  const over = document.querySelector("[data-over]");
  if (over && left === 0) over.hidden = false;
}

const KEYS = { n: "next", b: "back", " ": "pause" };
function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || recall("keys") === "off") return;
  if (event.target.closest("input, textarea, select, button, summary, a, dialog")) return;
  if (!document.querySelector("[data-clock]")) return;
  if (event.key === "p") document.getElementById("park-text")?.focus();
  else if (KEYS[event.key]) document.querySelector(`[data-region=agenda] [value="${KEYS[event.key]}"]`)?.closest("form").requestSubmit();
  else return;
  event.preventDefault();
}

root.addEventListener("submit", submitted);
root.addEventListener("input", typed);
document.addEventListener("keydown", pressed);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
setInterval(tick, 1000);
soon = setTimeout(look, EVERY);
