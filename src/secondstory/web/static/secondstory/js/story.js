// The editor of a story: the sheet, keeping what is written, the coach, and the margin.
import { coach } from "./story/coach.js";
import { keeping } from "./story/keeping.js";
import { margin } from "./story/margin.js";
import { Sheet } from "./story/sheet.js";

const root = document.querySelector("[data-editor]");
if (root) {
  const sheet = new Sheet(root);
  const line = keeping(root, sheet);
  coach(root, sheet, line);
  margin(sheet);
}
