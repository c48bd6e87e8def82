// Left and right walk the entries: from row to row on the timeline, from page to page on one entry.
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog, .pic");
const rows = () => [...document.querySelectorAll("[data-walk] [data-entry]")];

function mark(row) {
  for (const one of rows()) one.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  row.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((one) => one.hasAttribute("aria-current") || one.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  if (all[next]) mark(all[next]);
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || typing(event.target)) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by) {
    const page = document.querySelector(`[data-walk-pages] a[rel=${by < 0 ? "prev" : "next"}]`);
    if (page) page.click();
    else step(by);
    if (page || rows().length) event.preventDefault();
  } else if (event.key === "Enter" && event.target.matches("[data-entry]")) {
    event.target.querySelector("a.ev")?.click();
  }
});

// Ticking all or none of a list of proposals.
for (const group of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  const say = () => (button.textContent = boxes.every((box) => box.checked) ? "Tick none" : "Tick all");
  button.addEventListener("click", () => {
    const on = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = on;
    say();
  });
  group.addEventListener("change", say);
  say();
  group.querySelector("legend").after(button);
}
