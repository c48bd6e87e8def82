// Sends files in parts, so that a broken line costs one part and not the file; takes what is dropped and pasted.
// Without this script the form sends everything at once, and the server does the rest.
import { Sha256 } from "./sha256.js";

const TRIES = 6;
const form = document.getElementById("seal");
const files = form?.querySelector('input[type="file"]');
const progress = form?.querySelector("[data-progress]");

if (form && files) {
  form.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
  form.querySelectorAll("[data-without-script]").forEach((one) => { one.hidden = true; });
  form.addEventListener("submit", (event) => {
    if (!files.files.length || form.elements.pasted?.value.trim()) return;
    event.preventDefault();
    sendAll(Array.from(files.files));
  });
  takeDropped(form.querySelector("[data-drop]"));
  document.addEventListener("paste", takePasted);
}

function takeDropped(place) {
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.toggleAttribute("data-over", true); });
  place.addEventListener("dragleave", () => place.toggleAttribute("data-over", false));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.toggleAttribute("data-over", false);
    take(Array.from(event.dataTransfer.files));
  });
}

function takePasted(event) {
  if (event.target.closest?.("input, textarea, [contenteditable]")) return;
  const pasted = Array.from(event.clipboardData.files);
  const text = event.clipboardData.getData("text/plain");
  if (pasted.length) {
    event.preventDefault();
    const at = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
    take(pasted.map((one) => new File([one], one.name === "image.png" ? `screenshot-${at}.png` : one.name, { type: one.type })));
    if (pasted.every((one) => one.type.startsWith("image/"))) form.elements.how.value = "screenshot";
  } else if (text.trim()) {
    event.preventDefault();
    form.querySelector("[data-pasted]").open = true;
    form.elements.pasted.value = text;
    form.elements.pasted.focus();
  }
}

function take(more) {
  if (!more.length) return;
  const all = new DataTransfer();
  [...files.files, ...more].forEach((one) => all.items.add(one));
  files.files = all.files;
  say(`${all.files.length === 1 ? all.files[0].name : `${all.files.length} files`}: ready to be sealed.`, 0);
}

async function sendAll(all) {
  const button = form.querySelector('button[value="seal"]');
  button.disabled = true;
  window.addEventListener("beforeunload", warn);
  const asked = [];
  const not = [];
  for (const file of all) {
    try {
      const answer = await sendOne(file);
      if (answer.see) asked.push(answer.see);
    } catch (why) {
      not.push(`${file.name}: ${why.message}`);
    }
  }
  window.removeEventListener("beforeunload", warn);
  button.disabled = false;
  if (not.length) say(not.join(" "), 0);
  else location.assign(asked[0] ?? location.pathname);
}

function warn(event) { event.preventDefault(); }

async function sendOne(file) {
  const size = Number(form.dataset.part);
  const digest = await digestOf(file, size);
  const begun = await ask(form.dataset.uploads, fields(file, digest));
  if (begun.said) return begun;
  let at = begun.received;
  while (at < file.size) {
    const part = new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    at = await sendPart(begun.parts, at, part);
    say(`${amount(at)} of ${amount(file.size)} of ${file.name} are here. If the line breaks, choose it again; it goes on.`, at / file.size);
  }
  const said = new FormData();
  said.set("length", file.size);
  said.set("sha256", digest);
  return ask(begun.seal, said);
}

function fields(file, digest) {
  const said = new FormData();
  for (const name of ["captured_from", "how", "clock", "clock_uncertainty"]) said.set(name, form.elements[name]?.value ?? "");
  said.set("name", file.name);
  said.set("length", file.size);
  said.set("sha256", digest);
  return said;
}

async function digestOf(file, size) {
  const sum = new Sha256();
  for (let at = 0; at < file.size; at += size) {
    sum.add(new Uint8Array(await file.slice(at, at + size).arrayBuffer()));
    say(`Reading ${file.name}, so that what arrives can be compared.`, 0);
  }
  return sum.hex();
}

async function sendPart(url, at, part) {
  const headers = { Accept: "application/json", "X-Part-Sha256": new Sha256().add(part).hex(), "Content-Type": "application/octet-stream" };
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(`${url}?from=${at}`, { method: "PUT", body: part, headers: { ...headers, ...token() } });
      const far = await read(answer);
      if (typeof far.received === "number" && (answer.ok || far.received !== at)) return far.received;
      if (tried === TRIES) throw new Error(far.why ?? "The server took no part of it. Try it again in a while.");
    } catch (why) {
      if (tried === TRIES) throw why instanceof TypeError ? new Error("The line is gone. What arrived is kept; choose the file again and it goes on.") : why;
    }
    await new Promise((go) => { setTimeout(go, 500 * 2 ** tried); });
  }
}

async function ask(url, body) {
  const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", ...token() } });
  const said = await read(answer);
  if (!answer.ok) throw new Error(said.why ?? "The server did not take it. Load the page again and choose the same file; it goes on.");
  return said;
}

async function read(answer) {
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
    throw new Error("You were signed out, or this page is too old. Load it again and choose the same file; it goes on.");
  }
  return answer.json();
}

function token() { return { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value }; }

function amount(bytes) {
  for (const [step, unit] of [[2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "kB"]]) {
    if (bytes >= step) return `${(bytes / step).toFixed(1)} ${unit}`;
  }
  return `${bytes} bytes`;
}

function say(words, share) {
  progress.hidden = false;
  progress.querySelector("[data-words]").textContent = words;
  progress.querySelector("[data-bar]").setAttribute("width", String(Math.round(share * 1000) / 10));
}
