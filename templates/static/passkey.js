// Makes a passkey, or signs in with one. Without JavaScript the password remains.
const token = () => document.querySelector('input[name="csrf_token"]').value;
const said = document.querySelector("[data-passkey-said]");

async function send(address, body) {
  const answer = await fetch(address, {
    method: "POST", body: JSON.stringify(body ?? {}),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  });
  return answer.json();
}

async function run(button, work) {
  said.textContent = "";
  button.disabled = true;
  try {
    const answer = await work();
    if (answer.go) location.assign(answer.go); else said.textContent = answer.error;
  } catch (error) {
    said.textContent = error.name === "InvalidStateError"
      ? "This device has a passkey for this account already."
      : "No passkey was used. Try again, or use your password.";
  }
  button.disabled = false;
}

const adding = document.querySelector("[data-passkey-add]");
if (adding && window.PublicKeyCredential) {
  adding.hidden = false;
  const button = adding.querySelector("button");
  button.addEventListener("click", () => run(button, async () => {
    const [name, password] = [...adding.querySelectorAll("input")].map((input) => input.value);
    const asked = await send(button.dataset.begin, { password });
    if (asked.error) return asked;
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
    const made = await navigator.credentials.create({ publicKey: options });
    return send(button.dataset.end, { credential: made.toJSON(), name });
  }));
}

const entering = document.querySelector("[data-passkey-enter]");
if (entering && window.PublicKeyCredential) {
  entering.hidden = false;
  const button = entering.querySelector("button");
  button.addEventListener("click", () => run(button, async () => {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(await send(button.dataset.begin));
    const used = await navigator.credentials.get({ publicKey: options });
    const next = document.querySelector('input[name="next"]').value;
    return send(button.dataset.end, { credential: used.toJSON(), next });
  }));
}
