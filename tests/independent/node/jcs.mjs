// canonicalize over documents: one JSON text on each line in, its RFC 8785 form on each line out. Argument: node_modules.
import path from "node:path";
import { pathToFileURL } from "node:url";

const module = path.join(path.resolve(process.argv[2]), "canonicalize", "lib", "canonicalize.js");
const { default: canonicalize } = await import(pathToFileURL(module).href);

// A line ends at a newline only: U+2028 may stand inside a JSON text.
let waiting = "";
process.stdin.setEncoding("utf-8");
for await (const piece of process.stdin) {
  const lines = (waiting + piece).split("\n");
  waiting = lines.pop();
  for (const line of lines) process.stdout.write(`${canonicalize(JSON.parse(line))}\n`);
}
