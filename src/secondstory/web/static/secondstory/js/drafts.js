// Typed text is kept on the device at every pause, comes back after a lost line or a lost session,
// and is let go when the form was sent and the next page has come.
import { keep, recall } from "./kept.js";

const PAUSE = 400;
const SENT = "sent-drafts";
const who = document.querySelector("meta[name=visitor]")?.content ?? "";
const keyOf = (field) => `draft:${who}:${field.dataset.keep}`;

function settleSent() {
  // Let go only when surely taken: the next page came from our own form, to the same person, without a refusal.
  // After a lost line, a lost session or an error the text stays, even if that shows it once too often.
  const sent = JSON.parse(recall(SENT) ?? "[]");
  keep(SENT, null);
  const came = performance.getEntriesByType("navigation")[0]?.type === "navigate" && document.referrer.startsWith(location.origin);
  if (came && who && !document.querySelector("[data-refusal]")) sent.forEach((key) => keep(key, null));
}

function restore(field) {
  const text = recall(keyOf(field));
  if (text === null || text === field.value) return;
  if (field.value.trim() !== field.defaultValue.trim()) return;
  const before = field.value;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const line = Object.assign(document.createElement("p"), { className: "says kept", role: "status" });
  line.append(Object.assign(document.createElement("span"), { textContent: "This was kept on this device; it is not in the record yet." }));
  const back = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "Put back what stood here" });
  back.addEventListener("click", () => {
    field.value = before;
    keep(keyOf(field), null);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    line.remove();
    field.focus();
  });
  line.append(back);
  field.after(line);
}

function watch(field) {
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(keyOf(field), field.value === field.defaultValue ? null : field.value), PAUSE);
  });
  field.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(keyOf(field), field.value);
    keep(SENT, JSON.stringify([...JSON.parse(recall(SENT) ?? "[]"), keyOf(field)]));
  });
}

export function drafts() {
  settleSent();
  for (const field of document.querySelectorAll("[data-keep]")) { restore(field); watch(field); }
}
