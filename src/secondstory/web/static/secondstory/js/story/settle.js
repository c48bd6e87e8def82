// Two wordings: one press puts the one or the other into the field; the field stays to be written in.
for (const field of document.querySelectorAll("textarea[data-mine]")) {
  const row = Object.assign(document.createElement("p"), { className: "row" });
  for (const [words, text] of [["Take the one that stands", field.dataset.theirs], ["Take mine", field.dataset.mine], ["Both", `${field.dataset.theirs}\n\n${field.dataset.mine}`]]) {
    const take = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words });
    take.addEventListener("click", () => { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); });
    row.append(take);
  }
  field.before(row);
}
