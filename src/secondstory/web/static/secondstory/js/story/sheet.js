// The sheet people write on: a textarea with a mirror behind it that can underline words.
// Everything else speaks to the sheet through this class alone, so that a shared live editor can take its place.

export class Sheet {
  #area;
  #mirror;
  #heard = [];
  #spans = [];

  constructor(root) {
    this.#area = root.querySelector("textarea");
    this.#mirror = root.querySelector("[data-mirror]");
    root.dataset.ready = "";
    this.#draw();
    this.#area.addEventListener("input", () => this.#changed());
  }

  get text() { return this.#area.value; }
  get caret() { return this.#area.selectionStart; }
  get place() { return this.#area; }

  // Call `listener` after each change, with the text.
  onChange(listener) { this.#heard.push(listener); }

  // Put another text in place of this one; the caret stays with its words.
  replace(text) {
    const before = this.#area.value;
    if (text === before) return;
    const { selectionStart, selectionEnd } = this.#area;
    this.#area.value = text;
    this.#area.setSelectionRange(moved(selectionStart, before, text), moved(selectionEnd, before, text));
    this.#changed();
  }

  // Put words in at the caret, as if they were typed; they can be undone.
  insert(words) {
    this.#area.focus();
    if (!document.execCommand?.("insertText", false, words)) {
      this.#area.setRangeText(words, this.#area.selectionStart, this.#area.selectionEnd, "end");
      this.#changed();
    }
  }

  select(start, end) {
    this.#area.focus();
    this.#area.setSelectionRange(start, end);
  }

  // Underline words: [{start, end}] in UTF-16 units, in order, apart. Returns nothing; see boxOf.
  underline(spans) {
    this.#spans = spans;
    this.#draw();
  }

  // Where the underlined words number `index` stand, within the sheet.
  boxOf(index) {
    const span = this.#mirror.querySelectorAll(".squig")[index];
    const box = span?.getClientRects()[0];
    const ground = this.#mirror.getBoundingClientRect();
    return box && { left: box.left - ground.left, top: box.bottom - ground.top, within: ground.width };
  }

  #changed() {
    this.#draw();
    for (const listener of this.#heard) listener(this.text);
  }

  #draw() {
    const parts = [];
    let at = 0;
    for (const { start, end } of this.#spans) {
      const words = document.createElement("span");
      words.className = "squig";
      words.textContent = this.text.slice(start, end);
      parts.push(this.text.slice(at, start), words);
      at = end;
    }
    // The last line needs something in it to be as high as that of the textarea.
    this.#mirror.replaceChildren(...parts, this.text.slice(at), "\n\u200b");
  }
}

// Where offset `at` of `before` lies in `after`, seen from whichever end both share.
export function moved(at, before, after) {
  let same = 0;
  while (same < at && before[same] === after[same]) same += 1;
  if (same === at) return at;
  let tail = 0;
  while (tail < before.length - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return tail === before.length - at ? after.length - tail : Math.min(at, after.length);
}
