// Passkeys: asks the browser for one, puts its answer into the form, and sends the form. Without this the forms stay
// hidden, and everything can be done with a password.

const bytesOf = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};

const textOf = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytesOf(key.id) }));

async function made(options) {
  const asked = options.publicKey;
  const key = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytesOf(asked.challenge),
      user: { ...asked.user, id: bytesOf(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
      authenticatorSelection: {
        ...asked.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      extensions: { credProps: true },
    },
  });
  const { attestationObject, clientDataJSON } = key.response;
  return spoken(key, {
    attestationObject: textOf(attestationObject),
    clientDataJSON: textOf(clientDataJSON),
    transports: key.response.getTransports?.() || [],
  });
}

async function shown(options) {
  const asked = options.publicKey;
  const key = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytesOf(asked.challenge),
      allowCredentials: known(asked.allowCredentials),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
  return spoken(key, {
    authenticatorData: textOf(authenticatorData),
    clientDataJSON: textOf(clientDataJSON),
    signature: textOf(signature),
    userHandle: userHandle ? textOf(userHandle) : null,
  });
}

const spoken = (key, response) => ({
  type: key.type,
  id: key.id,
  rawId: textOf(key.rawId),
  authenticatorAttachment: key.authenticatorAttachment,
  clientExtensionResults: key.getClientExtensionResults(),
  response,
});

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no answer");
  return (await answer.json()).request_options;
}

function say(form, words) {
  const line = form.querySelector("[data-passkey-says]");
  line.textContent = words;
  line.hidden = false;
}

async function use(event) {
  event.preventDefault();
  const form = event.currentTarget;
  try {
    const options = await optionsOf(form);
    const key = form.dataset.passkey === "add" ? await made(options) : await shown(options);
    form.elements.credential.value = JSON.stringify(key);
    form.submit();
  } catch (trouble) {
    const stopped = trouble.name === "NotAllowedError" || trouble.name === "AbortError";
    say(
      form,
      stopped
        ? "It was stopped, or took too long. Nothing was changed; press again, or use another way."
        : "Your device and this page did not understand each other. Nothing was changed; use another way.",
    );
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", use);
  }
  for (const line of document.querySelectorAll("[data-passkey-off]")) line.hidden = true;
}
