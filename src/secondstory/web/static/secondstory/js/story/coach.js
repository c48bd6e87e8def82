// The coach in the margin: asks about words while somebody writes. It never rewrites, never counts, remembers nothing.
const PAUSE = 900;

export function coach(root, sheet, line) {
  const pop = root.querySelector("[data-pop]");
  const left = new Set();
  let found = [];
  let open = -1;
  let timer;

  const name = (one) => `${one.name}:${one.words}:${sheet.text.slice(Math.max(0, one.start - 20), one.start)}`;

  async function look() {
    const text = sheet.text;
    const answer = await line.say("POST", root.dataset.wordingUrl, { text });
    if (!answer.arrived || text !== sheet.text) return;
    show(answer.found);
  }

  function show(all) {
    let end = 0;
    found = all.filter((one) => !left.has(name(one)) && one.start >= end && (end = one.end));
    sheet.underline(found);
  }

  function shut() {
    open = -1;
    pop.hidden = true;
  }

  function ask(index) {
    open = index;
    const one = found[index];
    pop.replaceChildren(
      head(one.says),
      made("p", "ask", one.question),
      made("p", "soft", `Behind it: ${one.bias}.`),
      acts(one),
      made("p", "meta", "Only you see this. Nothing about it is kept."),
    );
    pop.hidden = false;
    const box = sheet.boxOf(index);
    pop.style.top = pop.style.left = "";
    // On a phone it is a sheet from below, and its place is the style's.
    if (!box || getComputedStyle(pop).position === "fixed") return;
    pop.style.top = `${box.top + 6}px`;
    pop.style.left = `${Math.max(12, Math.min(box.left - 16, box.within - pop.offsetWidth - 12))}px`;
  }

  function acts(one) {
    const row = made("p", "row pop-act");
    const rewrite = button("Rewrite it myself", "btn btn-main btn-sm", () => { shut(); sheet.select(one.start, one.end); });
    const leave = button("Leave it", "btn btn-quiet btn-sm", () => { left.add(name(one)); shut(); show(found); sheet.place.focus(); });
    row.append(rewrite, leave);
    return row;
  }

  const at = (caret) => found.findIndex((one) => one.start <= caret && caret <= one.end);

  function next() {
    if (!found.length) return;
    const after = found.findIndex((one) => one.start > sheet.caret || (one.start === sheet.caret && open < 0));
    const index = after < 0 ? 0 : after;
    sheet.select(found[index].start, found[index].end);
    ask(index);
  }

  sheet.onChange(() => {
    shut();
    // Underlined words that moved would stand in the wrong place until the next answer: none for so long.
    found = [];
    sheet.underline(found);
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  sheet.place.addEventListener("click", () => { const index = at(sheet.caret); if (index < 0) shut(); else ask(index); });
  root.addEventListener("keydown", (event) => {
    if (event.key === "F8") { event.preventDefault(); next(); }
    if (event.key === "Escape" && open >= 0) { shut(); sheet.place.focus(); }
  });
  document.querySelector("[data-look]")?.addEventListener("click", async (event) => {
    event.preventDefault();
    await look();
    sheet.place.focus();
    next();
  });
  look();
}

function made(kind, classes, text = "") {
  return Object.assign(document.createElement(kind), { className: classes, textContent: text });
}

function head(words) {
  const found = made("p", "pop-head");
  const space = "http://www.w3.org/2000/svg";
  const sign = document.createElementNS(space, "svg");
  sign.setAttribute("class", "i");
  sign.setAttribute("aria-hidden", "true");
  sign.append(document.createElementNS(space, "use"));
  sign.firstChild.setAttribute("href", "#i-lightbulb");
  found.append(sign, words);
  return found;
}

function button(text, classes, act) {
  const found = Object.assign(made("button", classes, text), { type: "button" });
  found.addEventListener("click", act);
  return found;
}
