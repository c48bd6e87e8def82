// A mark of evidence opens its source beside it, without leaving the place. Without this the mark leads to the source.
const GAP = 8;

function shown(target) {
  const inside = target.cloneNode(true);
  for (const one of [inside, ...inside.querySelectorAll("[id]")]) one.removeAttribute("id");
  const pop = document.createElement("div");
  pop.className = "source-pop published";
  pop.popover = "auto";
  pop.setAttribute("role", "dialog");
  pop.setAttribute("aria-label", target.id);
  if (inside.tagName === "TR") {
    for (const cell of inside.cells) pop.append(...cell.childNodes);
  } else {
    pop.append(...inside.childNodes);
  }
  return pop;
}

function place(pop, mark) {
  if (matchMedia("(max-width: 47.99rem)").matches) return;
  const at = mark.getBoundingClientRect();
  const size = pop.getBoundingClientRect();
  const left = Math.min(at.left, innerWidth - size.width - 2 * GAP);
  const below = at.bottom + GAP + size.height < innerHeight;
  pop.style.left = `${Math.max(GAP, left)}px`;
  pop.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - size.height)}px`;
}

function open(mark) {
  const target = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (!target || !("popover" in HTMLElement.prototype)) return false;
  const pop = shown(target);
  const go = document.createElement("p");
  go.className = "source-go";
  const there = Object.assign(document.createElement("a"), { href: mark.hash, textContent: "Go to it on this page" });
  there.addEventListener("click", () => pop.hidePopover());
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "Close" });
  close.addEventListener("click", () => pop.hidePopover());
  go.append(there, close);
  pop.append(go);
  pop.addEventListener("toggle", (event) => {
    if (event.newState === "closed") {
      pop.remove();
      mark.focus({ preventScroll: true });
    }
  });
  document.body.append(pop);
  pop.showPopover();
  place(pop, mark);
  (pop.querySelector("a, button") ?? pop).focus({ preventScroll: true });
  return true;
}

document.querySelector("[data-marks]")?.addEventListener("click", (event) => {
  const mark = event.target.closest("a.ev[href^='#'], a.ref[href^='#']");
  if (!mark || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (open(mark)) event.preventDefault();
});

addEventListener("scroll", () => {
  for (const pop of document.querySelectorAll(".source-pop:popover-open")) pop.hidePopover();
}, { passive: true });
