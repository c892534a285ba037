// Asks this device for a passkey and sends its answer as an ordinary form. Without this script, or on a
// device without passkeys, the page says what to do instead.
(() => {
  "use strict";

  const all = (name) => document.querySelectorAll(`[data-passkey-${name}]`);
  const show = (name, isShown) => all(name).forEach((part) => { part.hidden = !isShown; });

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const named = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

  const forDevice = (options) => ({
    ...options,
    challenge: toBytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: toBytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: named(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: named(options.allowCredentials) }),
  });

  const forServer = (key) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[part]) response[part] = toText(key.response[part]);
    }
    return JSON.stringify({
      id: key.id,
      rawId: toText(key.rawId),
      type: key.type,
      response,
      clientExtensionResults: {},
    });
  };

  const ask = async (button) => {
    const begun = await fetch(button.dataset.begin, { method: "POST" });
    if (begun.redirected) {
      // The session has ended, or she must show again that it is she: the page she is led to says so.
      location.assign(begun.url);
      return null;
    }
    if (!begun.ok) throw new Error("no question");
    const { challenge, options } = await begun.json();
    const publicKey = forDevice(options);
    const kind = button.dataset.passkey;
    const key = await navigator.credentials[kind]({ publicKey });
    return { challenge, answer: forServer(key) };
  };

  const send = (form, action, { challenge, answer }) => {
    form.elements.challenge.value = challenge;
    form.elements.passkey_answer.value = answer;
    // A password that the browser filled in by itself is not asked for here, and stays here.
    form.querySelectorAll("input[type=password]").forEach((field) => { field.disabled = true; });
    form.action = action;
    form.submit();
  };

  // Without a name for it the server would refuse the passkey after the device had made it.
  const lacksName = ({ elements: { name } }) => name && !(name.value.trim() && name.value.length <= 60);

  const press = async (button) => {
    if (lacksName(button.form)) {
      button.form.submit();
      return;
    }
    button.disabled = true;
    show("failed", false);
    try {
      const answered = await ask(button);
      if (answered) send(button.form, button.dataset.action, answered);
    } catch {
      show("failed", true);
    }
    button.disabled = false;
  };

  if (!window.PublicKeyCredential) return;
  show("off", false);
  show("on", true);
  all("second").forEach((button) => button.classList.remove("go"));
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    button.addEventListener("click", () => press(button));
  });
})();
