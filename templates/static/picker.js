// A combobox over the real checkboxes: typing finds people, Enter ticks them. Without this file
// the same search field sends the form, and the server finds.
const SHOWN = 12;
const PLAIN = { "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i" };

export function fold(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[łøđðþßæœı]/g, (letter) => PLAIN[letter]);
}

// Every typed word begins some word of the person's, in any order.
export function match(words, typed) {
  const parts = fold(typed).split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
  return parts.length > 0 && parts.every((part) => words.some((word) => word.startsWith(part)));
}

class Picker {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.input = root.querySelector("#find");
    this.status = root.querySelector("[data-said]");
    this.words = JSON.parse(root.dataset.words);
    this.people = null;
    this.hits = [];
    this.active = -1;
    this.dress();
    this.listen();
  }

  dress() {
    this.root.querySelector("[data-find]").hidden = true;
    this.list = document.createElement("ul");
    this.list.className = "listbox";
    this.list.id = "find-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.people_found);
    this.input.after(this.list);
    const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": "find-list", "aria-autocomplete": "list", "aria-haspopup": "listbox" };
    for (const [key, value] of Object.entries(facts)) this.input.setAttribute(key, value);
    this.input.removeAttribute("name");
  }

  listen() {
    this.input.addEventListener("focus", () => this.load(), { once: true });
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.pick(this.hits[Number(row.dataset.at)]);
    });
  }

  async load(typed = "") {
    const query = this.root.dataset.large === "yes" ? `?find=${encodeURIComponent(typed)}` : "";
    const answer = await fetch(this.root.dataset.people + query);
    if (!answer.ok) return;
    const rows = (await answer.json()).people;
    this.people = rows.map(([id, name, about, words]) => ({ id, name, about, words: words.split(" ") }));
  }

  async search() {
    const typed = this.input.value.trim();
    if (!typed) { this.close(); return; }
    if (!this.people || this.root.dataset.large === "yes") await this.load(typed);
    if (this.input.value.trim() !== typed || !this.people) return;
    this.hits = this.people.filter((person) => match(person.words, typed)).slice(0, SHOWN);
    this.active = this.hits.length ? 0 : -1;
    this.draw(typed);
  }

  draw(typed) {
    this.list.replaceChildren(...this.hits.map((person, at) => this.row(person, at)));
    this.list.hidden = this.hits.length === 0;
    this.input.setAttribute("aria-expanded", String(this.hits.length > 0));
    this.point();
    const count = this.hits.length;
    this.say(count ? this.words.found.replace("{count}", count) : this.words.found_none.replace("{typed}", () => typed));
  }

  row(person, at) {
    const row = document.createElement("li");
    row.id = `find-${at}`;
    row.dataset.at = at;
    row.setAttribute("role", "option");
    const ticked = this.box(person.id)?.checked;
    row.className = ticked ? "picked" : "";
    const name = document.createElement("bdi");
    name.textContent = person.name;
    const about = document.createElement("span");
    about.className = "about";
    about.textContent = ticked ? `${person.about} (${this.words.picked_mark})` : person.about;
    row.append(name, about);
    return row;
  }

  point() {
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.active)));
    const row = this.list.children[this.active];
    if (row) { this.input.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); }
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.hits.length) {
      event.preventDefault();
      this.active = (this.active + moves[event.key] + this.hits.length) % this.hits.length;
      this.point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.list.hidden && this.active >= 0) this.pick(this.hits[this.active]);
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
    }
  }

  pick(person) {
    const box = this.box(person.id) ?? this.add(person);
    if (!box.checked) box.click();
    this.input.value = "";
    this.close();
    this.input.focus();
    this.say(this.words.picked.replace("{name}", () => person.name));
  }

  box(id) {
    return this.form.querySelector(`input[name="people"][value="${CSS.escape(id)}"]`);
  }

  add(person) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    label.className = "choice";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: "people", value: person.id });
    const text = document.createElement("span");
    const name = document.createElement("bdi");
    name.textContent = person.name;
    const about = document.createElement("span");
    about.className = "about";
    about.textContent = person.about;
    text.append(name, about);
    label.append(box, text);
    item.append(label);
    this.picks().append(item);
    return box;
  }

  picks() {
    let group = this.root.querySelector("[data-picks]");
    if (!group) {
      group = document.createElement("fieldset");
      group.className = "people";
      group.dataset.picks = "";
      const legend = document.createElement("legend");
      legend.textContent = this.words.picks;
      const list = document.createElement("ul");
      list.className = "choices";
      group.append(legend, list);
      this.status.after(group);
    }
    return group.querySelector("ul");
  }

  close() {
    this.list.hidden = true;
    this.hits = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { this.status.textContent = text; }, 600);
  }
}

for (const root of document.querySelectorAll("[data-picker]")) new Picker(root);
