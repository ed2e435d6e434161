// On a device that many people use: whoever has walked away is forgotten, after being asked.
const me = document.querySelector("[data-kiosk]");
const IDLE = 3 * 60_000;
const ASKED = 45_000;
const box = document.createElement("dialog");
const words = document.createElement("p");
const stay = document.createElement("button");
words.textContent = me.dataset.still;
words.id = "kiosk-still";
stay.textContent = me.dataset.stay;
box.setAttribute("aria-labelledby", words.id);
box.append(words, stay);
document.body.append(box);

let timer;
const leave = () => location.replace(me.dataset.kiosk);
const ask = () => { box.showModal(); timer = setTimeout(leave, ASKED); };
const wake = () => { clearTimeout(timer); if (box.open) box.close(); timer = setTimeout(ask, IDLE); };
stay.addEventListener("click", wake);
for (const sign of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(sign, () => { if (!box.open) wake(); }, { passive: true });
}
box.addEventListener("cancel", wake);
wake();
