// The map by mouse, touch and keys: a condition opens beside the picture, arrows follow links, a drag draws one.
const frame = document.querySelector("[data-map]");
const panel = document.querySelector("[data-panel]");
const says = document.querySelector("[data-map-says]");
const first = says?.textContent ?? "";
const canDraw = frame?.hasAttribute("data-map-shape");
const nodes = () => [...(frame?.querySelectorAll("[data-node]") ?? [])];
const named = (id) => nodes().find((one) => one.dataset.node === id);
const title = (one) => one.getAttribute("aria-label");
let from = null;

function say(words) {
  if (says) says.textContent = words;
}

// Tab enters the map once; from there the arrows move.
function reach(one) {
  for (const each of nodes()) each.setAttribute("tabindex", each === one ? "0" : "-1");
}

function choose(id) {
  for (const each of nodes()) {
    each.classList.toggle("sel", each.dataset.node === id);
    if (each.dataset.node === id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  for (const way of frame.querySelectorAll(".way")) {
    way.classList.toggle("on", id === way.dataset.from || id === way.dataset.to);
  }
}

async function open(href, { push = true, focus = false } = {}) {
  let text;
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    location.assign(href);
    return;
  }
  const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-panel]");
  if (!found) return void location.assign(href);
  panel.replaceChildren(...found.childNodes);
  const at = new URL(href, location.href);
  if (push) history.pushState(null, "", at.pathname + at.search);
  const number = at.searchParams.get("c");
  if (frame) choose(number ? `C-${number}` : "");
  if (focus) {
    const place = at.hash === "#do-link" ? panel.querySelector("#link-kind") : panel;
    place?.focus({ preventScroll: false });
  } else if (matchMedia("(max-width: 80rem)").matches) panel.scrollIntoView({ block: "start" });
}

function draw(one, other) {
  const [start, end] = [one.dataset.node, other.dataset.node];
  from = null;
  for (const each of nodes()) each.classList.remove("target");
  if (start === "effect" || start === end) return say(first);
  const to = end === "effect" ? "effect" : end.slice(2);
  say(`${start} acted on ${end === "effect" ? "what happened" : end}. Say how, beside the map.`);
  open(`${location.pathname}?c=${start.slice(2)}&to=${to}#do-link`, { focus: true });
}

const middle = (one) => {
  const box = one.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

// The nearest linked node in a direction; where no link leads there, the nearest of all.
function step(one, [dx, dy]) {
  const id = one.dataset.node;
  const linked = new Set();
  for (const way of frame.querySelectorAll(".way")) {
    if (way.dataset.from === id) linked.add(way.dataset.to);
    if (way.dataset.to === id) linked.add(way.dataset.from);
  }
  const [x, y] = middle(one);
  const there = nodes()
    .filter((each) => each !== one)
    .map((each) => {
      const [ex, ey] = middle(each);
      const along = (ex - x) * dx + (ey - y) * dy;
      const aside = Math.abs((ex - x) * dy) + Math.abs((ey - y) * dx);
      return { each, along, aside, far: along + 2 * aside };
    })
    .filter((each) => each.along > 8 && (dx === 0 || each.aside < 60 || linked.has(each.each.dataset.node)));
  const near = (all) => all.sort((a, b) => a.far - b.far)[0]?.each;
  return near(there.filter((each) => linked.has(each.each.dataset.node))) ?? near(there);
}

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function keys(event) {
  const one = event.target.closest("[data-node]");
  if (!one || event.altKey || event.ctrlKey || event.metaKey) return;
  if (ARROWS[event.key]) {
    event.preventDefault();
    const next = step(one, ARROWS[event.key]);
    if (!next) return;
    reach(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (from) say(`From ${from.dataset.node} to ${title(next)}: Enter draws it, Esc leaves.`);
  } else if (event.key === "l" && canDraw && one.dataset.node !== "effect") {
    event.preventDefault();
    from = one;
    one.classList.add("target");
    say(`A link from ${title(one)}. Go to what it acted on and press Enter; Esc leaves.`);
  } else if (event.key === "Enter" && from) {
    event.preventDefault();
    draw(from, one);
  } else if (event.key === "Escape" && from) {
    from.classList.remove("target");
    from = null;
    say(first);
  }
}

function drag(event) {
  const one = event.target.closest("[data-node]");
  if (!one || !canDraw || event.button !== 0 || event.pointerType === "touch") return;
  const svg = frame.querySelector("svg");
  const begin = [event.clientX, event.clientY];
  const point = (x, y) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  let line = null;
  let over = null;
  const move = (now) => {
    if (!line && Math.hypot(now.clientX - begin[0], now.clientY - begin[1]) < 8) return;
    if (!line) {
      line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", "drag");
      svg.append(line);
    }
    const [start, end] = [point(...begin), point(now.clientX, now.clientY)];
    for (const [key, value] of Object.entries({ x1: start.x, y1: start.y, x2: end.x, y2: end.y })) line.setAttribute(key, value);
    const under = document.elementFromPoint(now.clientX, now.clientY)?.closest("[data-node]");
    if (over !== under) over?.classList.remove("target");
    over = under && under !== one ? under : null;
    over?.classList.add("target");
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    if (!line) return;
    line.remove();
    // The click that ends a drag opens nothing.
    addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => over && draw(one, over));
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

// The names of the lanes stay in sight when the map is wider than its frame, and it can be seen whole.
function lanes() {
  const svg = frame.querySelector("svg");
  const names = [...frame.querySelectorAll(".lane-open")];
  svg.append(...names);
  const follow = () => {
    const by = (frame.scrollLeft * svg.viewBox.baseVal.width) / svg.getBoundingClientRect().width;
    for (const one of names) {
      one.setAttribute("transform", `translate(${by} ${by > 0 ? -24 : 0})`); // into the strip above the boxes
      one.classList.toggle("away", by > 0);
    }
  };
  frame.addEventListener("scroll", follow, { passive: true });
  follow();
  const button = document.querySelector("[data-map-whole]");
  if (!button || frame.scrollWidth <= frame.clientWidth) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const whole = frame.classList.toggle("whole");
    button.setAttribute("aria-pressed", String(whole));
    follow();
  });
}

if (frame && panel) {
  const all = nodes();
  const begin = all.find((one) => one.classList.contains("sel")) ?? all[0];
  reach(begin);
  if (begin && frame.scrollWidth > frame.clientWidth) {
    frame.scrollLeft += middle(begin)[0] - middle(frame)[0];
  }
  lanes();
  frame.addEventListener("keydown", keys);
  frame.addEventListener("pointerdown", drag);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("focusin", (event) => {
    const one = event.target.closest("[data-node]");
    if (one) reach(one);
  });
}

if (panel) {
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const href = link.getAttribute("href");
    if (!href.includes("/map?") || !href.endsWith("#panel") || !(frame || panel.contains(link))) return;
    event.preventDefault();
    open(href, { focus: event.detail === 0 });
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const number = new URLSearchParams(location.search).get("c");
    const one = number ? named(`C-${number}`) : nodes()[0];
    if (!one) return;
    event.preventDefault();
    reach(one);
    one.focus();
  });
  addEventListener("popstate", () => open(location.href, { push: false }));
}
