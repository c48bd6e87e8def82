// The line to the server: JSON both ways, with a token that is renewed when the session was.
export class Line {
  constructor(root, token) { Object.assign(this, { root, token }); }

  // Resolve to the answer with `arrived`, or to what became of it: refused, settle, signedOut, gone, or none of them.
  async say(method, address, message, { keepalive = false, renewed = false } = {}) {
    const answer = await this.#sent(method, address, message, keepalive);
    if (!answer) return { arrived: false };
    if (answer.type === "opaqueredirect") return { arrived: false, signedOut: `/account/login/?next=${encodeURIComponent(location.pathname)}` };
    if (answer.status === 403 && !renewed && (await this.#renewed())) return this.say(method, address, message, { keepalive, renewed: true });
    if (answer.status === 404) return { arrived: false, gone: true };
    const found = await answer.json().catch(() => ({}));
    if (found.token) this.token.value = found.token;
    return { ...found, arrived: answer.ok };
  }

  async #renewed() {
    const { arrived } = await this.say("GET", this.root.dataset.nowUrl, undefined, { renewed: true });
    return arrived;
  }

  async #sent(method, address, message, keepalive) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token.value };
    // A browser refuses to send more than 64 KiB after a page was left; what does not fit stays on the device.
    const body = message && JSON.stringify(message);
    try {
      return await fetch(address, { method, headers, body, redirect: "manual", keepalive: keepalive && body.length < 60000 });
    } catch {
      return null;
    }
  }
}
