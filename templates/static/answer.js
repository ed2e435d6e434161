// Saves each change 400 ms after it was made, one request at a time, and says so.
const WAIT = 400;
const RETRY = 4000;

function clock() {
  const shown = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Date().toLocaleTimeString(document.documentElement.lang, shown);
}

export function autosave(form) {
  const said = form.querySelector("[data-saved]");
  const words = JSON.parse(form.dataset.words);
  let timer = 0;
  let busy = false;
  let again = false;
  let changed = false;

  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    again = changed = false;
    const data = new FormData(form);
    data.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      await answer.json();
      said.textContent = words.saved.replace("{time}", clock());
    } catch {
      changed = true;
      said.textContent = words.not_saved;
      timer = setTimeout(save, RETRY);
    }
    busy = false;
    if (again) save();
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "find") return;
    clearTimeout(timer);
    changed = true;
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); again = changed = false; });

  // Whoever leaves by a link, to read on in another language for one, takes her answers along.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !changed || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(timer);
    await save();
    window.location.assign(link.href);
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);

// Names and "nobody" exclude each other: the newer choice wins.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  const rival = box.name === "nobody" ? "people" : box.name === "people" ? "nobody" : "";
  if (!rival) return;
  for (const other of box.form.querySelectorAll(`input[name="${rival}"]:checked`)) other.checked = false;
});

document.getElementById("errors")?.focus();
