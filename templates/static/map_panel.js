// What stands round the map: what is chosen in words, tables, search, filters, keys, pictures.

const live = find("said"), list = find("list"), tables = find("tables");
const make = (tag, said = "", facts = {}) => Object.assign(document.createElement(tag), { textContent: said, ...facts });

function described(pick) {
  if (!pick) return { title: say(state.level === "all" ? "everybody" : "all_teams"), lines: [say("choose")] };
  return pick.kind === "team" ? ofTeam(pick.i) : ofPerson(pick.i);
}

function ofTeam(i) {
  const t = teams[i];
  const lines = [say("team_says", { people: t.people, answered: t.answered, share: t.share === null ? "–" : percent.format(t.share) })];
  if (t.ringed) lines.push(say("ringed"));
  const mine = ring(i);
  for (const l of [...mine.shown].sort((p, q) => q.to + q.from - p.to - p.from)) lines.push(pairSays(l));
  if (mine.shown.length < mine.all) lines.push(say("drawn", { drawn: mine.shown.length, all: mine.all }));
  return { title: t.name, lines };
}

function pairSays(l) {
  const facts = { name: teams[l.other].name, found: l.to + l.from, expected: number.format(l.expected ?? 0) };
  return say(l.expected === undefined ? "pair_part" : "pair_says", facts);
}

function ofPerson(i) {
  const by = [], to = [];
  for (const k of kept) {
    if (ties.to[k] === i) by.push(people.name[ties.from[k]]);
    if (ties.from[k] === i) to.push(people.name[ties.to[k]]);
  }
  const home = teams[people.team[i]]?.name ?? "";
  const lines = [[home, people.answered[i] ? "" : say("no_answer")].filter(Boolean).join(". ")];
  lines.push(say("person_names", { count: to.length, list: to.join(", ") || "–" }), say("person_named", { count: by.length, list: by.join(", ") || "–" }));
  return { title: people.name[i], lines: lines.filter(Boolean) };
}

function tell() {
  const { title, lines } = described(state.pick);
  find("title").textContent = title;
  list.replaceChildren(...lines.map((line) => make("li", line)));
  live.textContent = `${title}. ${lines.slice(0, 3).join(" ")}`;
  find("open").hidden = !(state.pick?.kind === "team" && !(state.level === "team" && state.pick.i === state.team));
  drawTables();
}

// ------------------------------------------------------------------ tables

const sorting = new Map();
function table(name, columns, rows) {
  const sort = sorting.get(name) ?? { column: 0, down: false };
  const sorted = [...rows].sort((a, b) => {
    const [x, y] = [a.cells[sort.column], b.cells[sort.column]];
    const order = typeof x === "number" || typeof y === "number" ? (x ?? -1) - (y ?? -1) : String(x).localeCompare(String(y));
    return sort.down ? -order : order;
  });
  const head = make("tr");
  columns.forEach((column, i) => {
    const cell = make("th"), button = make("button", column.said, { className: "bare", type: "button" });
    cell.scope = "col";
    if (column.form) cell.className = "num";
    if (i === sort.column) cell.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    button.addEventListener("click", () => {
      // Figures of people are sorted from the most down only: nobody is listed as the least.
      sorting.set(name, { column: i, down: column.most ? true : i === sort.column ? !sort.down : Boolean(column.form) });
      drawTables();
      tables.querySelector(`[data-table="${name}"] th:nth-child(${i + 1}) button`)?.focus();
    });
    cell.append(button); head.append(cell);
  });
  const body = make("tbody");
  for (const row of sorted) body.append(rowOf(row, columns));
  const made = make("table"), thead = make("thead");
  made.dataset.table = name;
  thead.append(head); made.append(make("caption", say(`table_${name}`, { name: teams[state.team]?.name })), thead, body);
  const wrap = make("div", "", { className: "tablewrap", tabIndex: 0 });
  wrap.setAttribute("role", "group"); wrap.setAttribute("aria-label", made.caption.textContent);
  wrap.append(made);
  return wrap;
}

function rowOf(row, columns) {
  const line = make("tr");
  row.cells.forEach((value, i) => {
    const cell = make(i ? "td" : "th");
    if (!i) {
      cell.scope = "row";
      const button = make("button", value, { className: "bare", type: "button" });
      button.addEventListener("click", () => { choose(row.pick); canvas.scrollIntoView({ block: "nearest" }); });
      cell.append(button);
    } else {
      cell.textContent = value === null || value === undefined ? "–" : columns[i].form ? columns[i].form(value) : value;
      if (columns[i].form) cell.className = "num";
    }
    line.append(cell);
  });
  return line;
}

const count = (value) => number.format(value);
function drawTables() {
  const out = [];
  if (state.level === "team") out.push(neighbours());
  if (state.level === "team" && people) out.push(members());
  if (state.level !== "team") out.push(table("teams", [
    { said: say("column_team") }, { said: say("column_people"), form: count }, { said: say("column_answered"), form: count },
    { said: say("column_inside"), form: percent.format }, { said: say("column_across"), form: count }, { said: say("column_ratio"), form: percent.format },
  ], teams.map((t, i) => ({ pick: { kind: "team", i }, cells: [t.name, t.people, t.answered, t.share, t.outside, t.ratio] }))));
  tables.replaceChildren(...out);
}

function neighbours() {
  const columns = [{ said: say("column_team") }, { said: say("column_to"), form: count }, { said: say("column_from"), form: count }, { said: say("column_expected"), form: count }];
  return table("neighbours", columns, ring(state.team).shown.map((l) => ({ pick: { kind: "team", i: l.other }, cells: [teams[l.other].name, l.to, l.from, l.expected ?? null] })));
}

function members() {
  const named = new Map(), names = new Map();
  for (const k of kept) {
    named.set(ties.to[k], (named.get(ties.to[k]) ?? 0) + 1);
    names.set(ties.from[k], (names.get(ties.from[k]) ?? 0) + 1);
  }
  const rows = [];
  people.team.forEach((team, i) => { if (team === state.team) rows.push({ pick: { kind: "person", i }, cells: [people.name[i], named.get(i) ?? 0, people.answered[i] ? names.get(i) ?? 0 : null] }); });
  return table("members", [{ said: say("column_person") }, { said: say("column_named"), form: count, most: true }, { said: say("column_names"), form: count, most: true }], rows);
}

// ------------------------------------------------------------------ controls

function option(said, value) { return make("option", said, { value: String(value) }); }
function controls() {
  find("teams").setAttribute("aria-pressed", String(state.level === "teams"));
  find("everybody").setAttribute("aria-pressed", String(state.level === "all"));
  find("ring").hidden = state.level !== "team";
  for (const entry of root.querySelectorAll("[data-tie]")) entry.hidden = !(people && state.level !== "teams");
  find("back").disabled = state.level === "teams";
}

function fill() {
  const everything = teams.map((t, i) => ({ said: t.name, pick: { kind: "team", i } }));
  (people?.name ?? []).forEach((name, i) => everything.push({ said: name, pick: { kind: "person", i } }));
  find("names").replaceChildren(...everything.slice(0, 6000).map((entry) => option("", entry.said)));
  find("search").addEventListener("change", (event) => {
    const typed = fold(event.target.value);
    const hit = everything.find((e) => fold(e.said) === typed) ?? everything.find((e) => typed && fold(e.said).includes(typed));
    if (!hit) { live.textContent = say("not_found", { name: event.target.value }); find("miss").textContent = live.textContent; return; }
    find("miss").textContent = "";
    if (hit.pick.kind === "person" && state.level !== "all") go("team", people.team[hit.pick.i] < teams.length ? people.team[hit.pick.i] : -1);
    if (hit.pick.kind === "person" && state.team < 0) go("all");
    if (hit.pick.kind === "team" && state.level === "team") go("teams");
    choose(hit.pick);
  });
  find("everybody").hidden = !people;
  find("question-box").hidden = data.questions.length < 2;
  find("least-box").hidden = !ties;
  find("question").replaceChildren(option(say("any_question"), -1), ...data.questions.map((q, i) => option(q, i)));
  const values = ties ? [...new Set(ties.values.flat())].filter((v) => v > 0).sort((a, b) => a - b) : [];
  find("least").replaceChildren(option(say("any_strength"), 0), ...values.slice(1, 9).map((v) => option(say("at_least", { value: number.format(v) }), v)));
  find("show").replaceChildren(...["worth", "all", "more", "less"].map((key) => option(say(`show_${key}`), key)));
  const change = (name, key, read) => find(name).addEventListener("change", (event) => {
    state[key] = read(event.target.value);
    if (ties) kept = counted();
    find("part").hidden = !filtered();
    find("show").disabled = Boolean(filtered());
    redraw(); tell();
  });
  change("question", "question", Number); change("least", "least", Number); change("show", "show", String);
}
// Letters that carry their stroke in themselves, so that taking accents off does not change them.
const STROKES = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i", ħ: "h" };
const fold = (said) => said.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[łøđðßæœþıħ]/g, (c) => STROKES[c]).trim();

const KEYS = {
  ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
  Enter: () => open(state.pick), Escape: back, "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => { state.moved = false; fit(); redraw(); },
};

function hands() {
  canvas.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); act();
  });
  let from = null, dragged = false;
  canvas.addEventListener("pointerdown", (event) => { from = [event.offsetX, event.offsetY]; dragged = false; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) { const hit = under(event.offsetX, event.offsetY); canvas.style.cursor = hit ? "pointer" : "grab"; canvas.title = hit ? described(hit).title : ""; return; }
    const [dx, dy] = [event.offsetX - from[0], event.offsetY - from[1]];
    if (!dragged && Math.hypot(dx, dy) < 4) return;
    dragged = true; state.moved = true; from = [event.offsetX, event.offsetY];
    state.view.x -= dx / state.view.k; state.view.y -= dy / state.view.k;
    redraw(true);
  });
  canvas.addEventListener("pointerup", (event) => {
    from = null;
    if (dragged) return;
    const hit = under(event.offsetX, event.offsetY);
    if (hit && picked(hit.kind, hit.i)) open(hit); else choose(hit ?? (state.level === "team" ? { kind: "team", i: state.team } : null));
  });
  canvas.addEventListener("dblclick", (event) => open(under(event.offsetX, event.offsetY)));
  canvas.addEventListener("wheel", (event) => { if (!event.ctrlKey && document.activeElement !== canvas) return; event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : 0.87, event.offsetX, event.offsetY); }, { passive: false });
  const clicks = { teams: () => go("teams"), everybody: () => go("all"), back, open: () => open(state.pick), in: () => zoom(1.3), out: () => zoom(0.77), fit: () => { state.moved = false; fit(); redraw(); }, png: savePng, svg: saveSvg, copy: copyPicture };
  for (const [name, act] of Object.entries(clicks)) find(name).addEventListener("click", act);
}

// ------------------------------------------------------------------ pictures to take along

/** The map with its title, legend and notice, drawn by this pen. */
function whole(pen, size) {
  const scale = [frame[0], frame[1] + 96];
  pen.start(...scale, colors.paper);
  const inner = { start() {}, lines: (...a) => pen.lines(...a), circle: (...a) => pen.circle(...a), dots: (...a) => pen.dots(...a), text: (...a) => pen.text(...a) };
  draw(inner, shown, frame, colors, measure);
  const top = frame[1] + 18, steps = [["more", []], ["usual", []], ["less", [5, 4]]];
  let x = 16;
  for (const [look, dash] of steps) {
    pen.lines([x, top, x + 26, top], colors[look], look === "more" ? 3 : 1.4, 1, dash);
    pen.text(words[`legend_${look}`], x + 32, top, 12, colors.ink, "left");
    x += 56 + measure(words[`legend_${look}`], 12, false);
  }
  pen.text(`${data.title} · ${described(state.pick).title}`, 16, top + 26, 12, colors.ink, "left", true);
  pen.text(say(data.named ? "notice_names" : "notice_none"), 16, top + 50, 11, colors.soft, "left");
  return size;
}

function picture() {
  const made = document.createElement("canvas");
  [made.width, made.height] = [frame[0] * 2, (frame[1] + 96) * 2];
  whole(new CanvasPen(made.getContext("2d"), 2));
  return new Promise((done) => made.toBlob(done, "image/png"));
}

function svgText() { const pen = new SvgPen(); whole(pen); return pen.toString(); }
function save(blob, name) {
  const link = make("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
async function savePng() { save(await picture(), "map.png"); }
function saveSvg() { save(new Blob([svgText()], { type: "image/svg+xml" }), "map.svg"); }
async function copyPicture() {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture() })]);
    live.textContent = say("copied");
    find("miss").textContent = say("copied");
  } catch { await savePng(); }
}

if (teams.length) {
  fill(); hands(); controls(); resize(); tell();
  new ResizeObserver(resize).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colors = palette(); redraw(); });
}
