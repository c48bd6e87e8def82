// A message that confirms an act: lower right, eight seconds, paused while looked at.
const LASTS = 8000;

export function toast(text, { undo = "", word = "Undo" } = {}) {
  const box = document.querySelector(".toasts") ?? document.body.appendChild(
    Object.assign(document.createElement("div"), { className: "toasts", role: "status" }));
  const one = Object.assign(document.createElement("p"), { className: "toast" });
  one.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) one.append(Object.assign(document.createElement("a"), { href: undo, textContent: word }));
  box.append(one);
  let timer;
  const start = () => { timer = setTimeout(() => one.remove(), LASTS); };
  const stop = () => clearTimeout(timer);
  for (const name of ["mouseenter", "focusin"]) one.addEventListener(name, stop);
  for (const name of ["mouseleave", "focusout"]) one.addEventListener(name, start);
  start();
  return one;
}
