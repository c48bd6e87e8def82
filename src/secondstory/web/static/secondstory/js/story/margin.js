// The margin: marks put in by picking, the paragraph a remark is about, headings to begin with.
export function margin(sheet) {
  sources(sheet);
  remark(sheet);
  prompts(sheet);
}

function sources(sheet) {
  const list = document.querySelector("[data-sources]");
  if (!list) return;
  const rows = [...list.querySelectorAll("[data-source]")];
  for (const row of rows) {
    const pick = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: `Insert [${row.dataset.source}]` });
    pick.addEventListener("click", () => sheet.insert(`${/\s$|^$/.test(sheet.text.slice(0, sheet.caret)) ? "" : " "}[${row.dataset.source}]`));
    row.append(pick);
  }
  const find = document.querySelector("[data-find-source]");
  find.hidden = rows.length < 8;
  find.addEventListener("input", () => {
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(find.value.trim().toLowerCase());
  });
}

// A remark begins with the paragraph that the caret is in, when that paragraph is in the last version.
function remark(sheet) {
  const about = document.querySelector("[data-about]");
  about?.closest("details").addEventListener("toggle", (event) => {
    if (!event.target.open || about.value) return;
    const start = sheet.text.lastIndexOf("\n\n", Math.max(0, sheet.caret - 1));
    const words = sheet.text.slice(start < 0 ? 0 : start).trim().replace(/^[#>\-*\s]+/, "").slice(0, 24);
    const found = [...about.options].find((one) => one.value && words && one.text.startsWith(words.split(/\s+/).join(" ").slice(0, 20)));
    if (found) about.value = found.value;
  });
}

function prompts(sheet) {
  const words = document.querySelector("[data-prompts]");
  if (!words) return;
  const begin = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: "Begin with these headings" });
  begin.addEventListener("click", () => sheet.insert(words.textContent.replace(/<!--.*?-->\s*/gs, "").trim().replace(/\n{3,}/g, "\n\n") + "\n"));
  const show = () => { begin.hidden = sheet.text.trim() !== ""; };
  sheet.onChange(show);
  show();
  words.after(begin);
}
