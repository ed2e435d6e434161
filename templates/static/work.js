// Shows how far all work is, by putting the newest state of the page in the place of the old one.
const LOOK = 2000;

async function look() {
  const list = document.querySelector("#work");
  try {
    const page = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#work");
    // Whoever is about to press something keeps it under the finger.
    if (fresh && !list.contains(document.activeElement) && fresh.innerHTML !== list.innerHTML) {
      list.replaceWith(fresh);
    }
    if (fresh && !("busy" in fresh.dataset)) return;
  } catch {
    // The connection is gone for the moment; the work goes on.
  }
  setTimeout(look, LOOK);
}
setTimeout(look, LOOK);
