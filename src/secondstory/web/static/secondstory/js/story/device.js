// What is on this device only: one entry for each open sheet, let go as soon as its words have arrived.
const WHO = document.querySelector("meta[name=visitor]")?.content ?? "";

export class Device {
  constructor(label, sheet, keep, recall) {
    Object.assign(this, { begin: `story:${WHO}:${label}:`, sheet, put: keep, get: recall });
  }

  keep(text, base) { this.put(this.begin + this.sheet, JSON.stringify({ text, base, at: Date.now() })); }

  forget(sheet = this.sheet) { this.put(this.begin + sheet, null); }

  // The newest entry that another sheet left behind, or undefined.
  left() {
    const found = [];
    for (const key of this.#keys()) {
      const sheet = key.slice(key.indexOf(this.begin) + this.begin.length);
      if (sheet === this.sheet) continue;
      try { found.push({ sheet, ...JSON.parse(this.get(this.begin + sheet)) }); } catch { /* Not ours to read; it stays. */ }
    }
    return found.filter((one) => one.text?.trim()).sort((one, two) => two.at - one.at)[0];
  }

  #keys() {
    try { return Object.keys(localStorage).filter((key) => key.includes(this.begin)); } catch { return []; }
  }
}
