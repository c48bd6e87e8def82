// Keeps what is written: on the device at once, as a private draft at each pause, as a version after a quiet minute.
// A lost line, a lost session or somebody else's version never costs a word; what lasts is said in a strip.
import { keep as keepHere, recall } from "../kept.js";
import { toast } from "../toast.js";
import { Device } from "./device.js";
import { Line } from "./line.js";

const PAUSE = { device: 300, draft: 1500, version: 60000, again: 5000, look: 10000 };

export function keeping(root, sheet) {
  const form = root.closest("form");
  const field = (name) => form.elements[name];
  const line = new Line(root, field("csrfmiddlewaretoken"));
  const device = new Device(root.dataset.label, field("sheet").value, keepHere, recall);
  const strip = stripIn(form);
  const state = form.querySelector("[data-state]");
  const said = { base: Number(field("base").value), sent: sheet.text, agreed: sheet.text, waiting: false, after: {} };
  if (field("instead_of")) Object.assign(said, { agreed: null, after: { instead_of: field("instead_of").value, instead_at: field("instead_at").value } });

  const found = device.left();
  if (found && found.text !== sheet.text) {
    said.base = found.base;
    Object.assign(said, { agreed: null, after: { instead_of: found.sheet } });
    sheet.replace(found.text);
    strip.say("Here again", "Words that were on this device only, and had not arrived. They join the others now.");
    device.keep(found.text, found.base);
    device.forget(found.sheet);
  }

  const message = () => ({ text: sheet.text, base: said.base, sheet: field("sheet").value, ...said.after });

  async function draft({ leaving = false } = {}) {
    if (sheet.text === said.sent) return;
    const sent = sheet.text;
    const answer = await line.say("PUT", root.dataset.draftUrl, message(), { keepalive: leaving });
    if (!answer.arrived) return troubled(answer);
    said.after = {};
    said.sent = sent;
    if (sheet.text === sent) device.forget();
    if (said.waiting) return news(answer);
    strip.clear();
    later("version", inTurn(version));
    state.textContent = "Kept as your draft. It becomes a version when you keep it, or after a quiet minute.";
    news(answer);
  }

  async function version() {
    if (sheet.text === said.agreed) return true;
    if (!sheet.text.trim()) { strip.say("Nothing is written here", "So nothing was changed: the last version stands."); return false; }
    const sent = sheet.text;
    const answer = await line.say("POST", root.dataset.keepUrl, message());
    if (answer.settle) return clashed(answer.settle);
    if (!answer.arrived) { troubled(answer); return false; }
    // What came in while the words were under way is woven in by the next version, from where this one began.
    const typedOn = sheet.text !== sent;
    if (!typedOn || !answer.joined) said.base = answer.number;
    if (!typedOn && answer.joined) sheet.replace(answer.text);
    Object.assign(said, { sent, after: {} });
    if (!typedOn) { said.agreed = said.sent = sheet.text; device.forget(); }
    said.waiting = false;
    strip.clear();
    state.textContent = `Version ${answer.number}, kept just now.${answer.joined ? " What others kept is in it too." : ""}`;
    return true;
  }

  function clashed(address) {
    said.waiting = true;
    strip.say("Somebody changed the same words", "Both wordings are safe. Put them side by side, and make one of the two.", [["Settle it", address]]);
    return false;
  }

  function troubled(answer) {
    if (answer.signedOut) {
      strip.say("You were signed out while you wrote", "Nothing is lost. Sign in, come back to this page, and go on where you were.", [["Sign in", answer.signedOut, true]]);
    } else if (answer.refused) {
      strip.say("Not kept yet", `${answer.refused} Your words stay on this device.`);
    } else if (answer.gone) {
      strip.say("This story is not open to you any more", "Your words stay on this device. Ask whoever owns the post-mortem.");
    } else {
      const words = count(sheet.text, said.sent);
      strip.say("The line is gone. Keep writing.", `${words} ${words === 1 ? "word is" : "words are"} on this device only. They join the others when the line is back.`);
    }
    said.troubled = true;
    later("again", () => (sheet.text === said.sent ? look() : inTurn(draft)()));
  }

  function news({ last, by, text, here }) {
    facesIn(form.querySelector("[data-faces]"), here ?? []);
    if (!(last > said.base)) return;
    if (text !== undefined && sheet.text === said.agreed) {
      sheet.replace(text);
      Object.assign(said, { base: last, sent: sheet.text, agreed: sheet.text });
      state.textContent = `Version ${last}${by ? `, which ${by} kept,` : ""} is here.`;
    } else if (!said.waiting) {
      state.textContent = `${by || "Somebody"} kept version ${last} while you write. Yours joins it when you keep it.`;
    }
  }

  async function look() {
    if (document.hidden) return;
    const answer = await line.say("GET", `${root.dataset.nowUrl}?base=${said.base}`);
    if (answer.signedOut) return troubled(answer);
    if (!answer.arrived) return;
    if (said.troubled && sheet.text === said.sent) strip.clear();
    said.troubled = false;
    news(answer);
  }

  // One after the other: an old draft must not arrive after the version that has its words.
  let turn = Promise.resolve();
  const inTurn = (act) => () => (turn = turn.then(act, act));
  const timers = {};
  const later = (name, act) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, PAUSE[name]); };
  sheet.onChange((text) => {
    if (text === said.sent && text === said.agreed) return;
    later("device", () => device.keep(text, said.base));
    later("draft", inTurn(draft));
    if (!said.waiting) later("version", inTurn(version));
  });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "keep") return;
    event.preventDefault();
    clearTimeout(timers.version);
    if (sheet.text === said.agreed) return void toast(`Nothing to keep: version ${said.base} reads so already.`);
    event.submitter.setAttribute("aria-busy", "true");
    if (await inTurn(version)()) toast(`Kept: version ${said.base}.`);
    event.submitter.removeAttribute("aria-busy");
  });
  const leave = () => { if (sheet.text !== said.sent) { device.keep(sheet.text, said.base); draft({ leaving: true }); } };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else look(); });
  for (const back of ["online", "focus"]) addEventListener(back, inTurn(draft));
  if (found) inTurn(draft)();
  look();
  setInterval(look, PAUSE.look);
  return line;
}

// How many words of `now` are not in `before`, seen from what both begin and end with.
function count(now, before) {
  const [one, two] = [now.split(/\s+/).filter(Boolean), before.split(/\s+/).filter(Boolean)];
  let start = 0;
  while (start < Math.min(one.length, two.length) && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, two.length) - start && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  return one.length - start - end;
}

function stripIn(form) {
  const box = form.querySelector("[data-strip]");
  const part = (name) => box.querySelector(`[data-strip-${name}]`);
  return {
    say(title, text, acts = []) {
      part("title").textContent = title;
      part("text").textContent = text;
      part("acts").replaceChildren(...acts.map(([words, href, apart]) => Object.assign(document.createElement("a"), { className: "btn btn-sm", textContent: words, href, target: apart ? "_blank" : "" })));
      box.hidden = false;
    },
    clear() { box.hidden = true; },
  };
}

function facesIn(place, here) {
  const classes = ["face-a", "face-b", "face-c"];
  place.replaceChildren(...here.map(({ name, initials }, at) => {
    const face = Object.assign(document.createElement("span"), { className: `face ${classes[at % 3]}`, textContent: initials, title: `${name} has this open` });
    face.setAttribute("role", "img");
    face.setAttribute("aria-label", `${name} has this open`);
    return face;
  }));
}
