// Reads {texts, sentences} from stdin, runs one npm tool over them in a loop, and says how long that took.
// Called as: node with_node.mjs TOOL FOLDER, where FOLDER holds node_modules.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

const [tool, folder] = process.argv.slice(2)
const home = createRequire(join(folder, 'package.json'))
const {texts, sentences, warm} = JSON.parse(readFileSync(0, 'utf8'))

async function checker() {
  if (tool === 'alex') {
    const {markdown} = await import(pathToFileURL(join(folder, 'node_modules', 'alex', 'index.js')))
    return (text) => markdown(text).messages.length
  }
  const writeGood = home('write-good')
  return (text) => writeGood(text).length
}

const check = await checker()
const now = () => {
  const {user, system} = process.cpuUsage()
  return (user + system) / 1e6
}
const passes = []
let found = 0
for (let turn = 0; turn <= warm; turn += 1) {
  const began = now()
  found = 0
  for (const text of texts) found += check(text)
  passes.push(now() - began)
}
console.log(JSON.stringify({passes, found, flagged: sentences.map((one) => check(one) > 0)}))
