// Hands what the desk asks to the browser's passkeys, and their answer back in the form.
(() => {
  const place = document.querySelector("[data-passkey]");
  const asked = document.getElementById("passkey-options");
  if (!place || !asked || !window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const read = ({ publicKey: key }) => {
    const ready = { ...key, challenge: bytes(key.challenge) };
    if (key.user) ready.user = { ...key.user, id: bytes(key.user.id) };
    if (key.excludeCredentials) ready.excludeCredentials = listed(key.excludeCredentials);
    if (key.allowCredentials) ready.allowCredentials = listed(key.allowCredentials);
    return { publicKey: ready };
  };
  const written = ({ id, rawId, type, response }) => {
    const said = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (response[name]) said[name] = text(response[name]);
    return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
  };

  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    const form = place.closest("form");
    try {
      const answer = await navigator.credentials[place.dataset.passkey](read(JSON.parse(asked.textContent)));
      form.elements.answer.value = written(answer);
      form.submit();
    } catch (error) {
      const trouble = form.querySelector("[data-trouble]") || document.querySelector(".messages");
      if (trouble) trouble.textContent = trouble.dataset.failed;
    }
  });
})();
