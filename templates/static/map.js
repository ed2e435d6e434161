// The map of who works with whom: teams first, one team and its neighbours, everybody.
// It asks nobody for anything: all it needs stands in the page.
// Read after map_drawing.js and before map_panel.js; the three share their names.
const data = JSON.parse(document.getElementById("map-data").textContent);
const { words, teams, links, people, ties } = data;
const root = document.querySelector("[data-map]");
const find = (name) => root.querySelector(`[data-${name}]`);
const canvas = find("canvas"), context = canvas.getContext("2d");
const FEW = 6000; // more lines than this are kept as a picture while the map moves
const MANY = 24; // neighbours that are drawn round one team
let colors = palette();
let frame = [800, 520], ratio = 1, layer = null, settled = 0;
const state = { level: "teams", team: -1, pick: null, question: -1, show: "worth", least: 0, view: null };

const say = (key, facts = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
const number = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });
const measure = (said, size, bold) => { context.font = `${bold ? 600 : 400} ${size}px ${FONT}`; return context.measureText(said).width; };

// ------------------------------------------------------------------ what counts

/** The ties that the chosen question and strength leave. */
function counted() {
  const kept = [];
  for (let i = 0; i < ties.from.length; i++) {
    const values = ties.values;
    let value = 0;
    if (state.question < 0) for (const column of values) value = Math.max(value, column[i]);
    else value = values[state.question][i];
    if (value > 0 && value >= state.least) kept.push(i);
  }
  return kept;
}
const filtered = () => ties && (state.question >= 0 || state.least > 0);
let kept = ties ? counted() : [];

/** Pairs of teams as they are to be drawn; a part of the ties is not compared with chance. */
function pairs() {
  if (!filtered()) {
    const fits = { worth: (l) => l.worth, all: () => true, more: (l) => l.look === "more", less: (l) => l.look === "less" }[state.show];
    return links.filter((l) => fits(l) && (l.forth + l.back > 0 || l.look === "less"));
  }
  const found = new Map();
  for (const i of kept) {
    const a = people.team[ties.from[i]], b = people.team[ties.to[i]];
    if (a === b || a >= teams.length || b >= teams.length) continue;
    const key = Math.min(a, b) * 1000 + Math.max(a, b);
    const pair = found.get(key) ?? { a: Math.min(a, b), b: Math.max(a, b), forth: 0, back: 0, look: "usual", worth: true };
    if (a < b) pair.forth++; else pair.back++;
    found.set(key, pair);
  }
  return [...found.values()].map((l) => ({ ...l, width: Math.min(7, 0.8 + Math.sqrt(l.forth + l.back) * 0.55) }));
}

// ------------------------------------------------------------------ where things stand

function bounds() {
  const discs = state.level === "team" ? [{ x: -400, y: 0, r: 250 }, { x: 400, y: 0, r: 250 }, { x: 0, y: 0, r: 420 }] : [...teams, ...(data.others && state.level === "all" ? [data.others] : [])];
  if (!discs.length) return [0, 0, 1, 1];
  return [
    Math.min(...discs.map((d) => d.x - d.r)), Math.min(...discs.map((d) => d.y - d.r)),
    Math.max(...discs.map((d) => d.x + d.r)), Math.max(...discs.map((d) => d.y + d.r)),
  ];
}

function fit() {
  const [x1, y1, x2, y2] = bounds();
  const k = Math.min((frame[0] - 70) / (x2 - x1 || 1), (frame[1] - 84) / (y2 - y1 || 1));
  state.view = { x: (x1 + x2) / 2, y: (y1 + y2) / 2, k };
}
const sx = (x) => (x - state.view.x) * state.view.k + frame[0] / 2;
const sy = (y) => (y - state.view.y) * state.view.k + frame[1] / 2;

function scene() { return { teams: sceneOfTeams, team: sceneOfTeam, all: sceneOfAll }[state.level](); }

const picked = (kind, i) => state.pick?.kind === kind && state.pick.i === i;

function sceneOfTeams() {
  const k = state.view.k, largest = Math.max(...teams.map((t) => t.people), 1);
  const r = (t) => Math.max(7, Math.min(t.r * k * 0.72, 12 + 34 * Math.sqrt(t.people / largest)));
  const nodes = teams.map((t, i) => ({ kind: "team", i, x: sx(t.x), y: sy(t.y), r: r(t), label: t.name, inside: String(t.people), ringed: t.ringed, strong: picked("team", i) }));
  const shown = pairs().filter((l) => state.pick?.kind !== "team" || l.a === state.pick.i || l.b === state.pick.i);
  return { nodes, size: 13, links: shown.map((l) => ({ ...l, x1: nodes[l.a].x, y1: nodes[l.a].y, x2: nodes[l.b].x, y2: nodes[l.b].y })) };
}

/** The other teams round this one, each in the direction in which it lies. */
function ring(team) {
  const mine = pairs().filter((l) => l.a === team || l.b === team)
    .map((l) => ({ ...l, other: l.a === team ? l.b : l.a, to: l.a === team ? l.forth : l.back, from: l.a === team ? l.back : l.forth }));
  const all = (filtered() ? mine : links.filter((l) => l.a === team || l.b === team)).length;
  mine.sort((p, q) => Math.abs(q.to + q.from - (q.expected ?? 0)) - Math.abs(p.to + p.from - (p.expected ?? 0)));
  const shown = mine.slice(0, MANY);
  const angle = (o) => Math.atan2(teams[o].y - teams[team].y, teams[o].x - teams[team].x);
  shown.sort((p, q) => angle(p.other) - angle(q.other));
  const first = shown.length ? angle(shown[0].other) : 0;
  return { all, shown: shown.map((l, i) => { const a = first + (i * 2 * Math.PI) / shown.length; return { ...l, x: 580 * Math.cos(a), y: 385 * Math.sin(a) }; }) };
}

function sceneOfTeam() {
  const t = teams[state.team], k = state.view.k, around = ring(state.team).shown, R = 265;
  const centre = { x: sx(0), y: sy(0), r: R * k };
  const nodes = around.map((l) => ({ kind: "team", i: l.other, x: sx(l.x), y: sy(l.y), r: Math.max(9, 34 * k), label: teams[l.other].name, inside: String(l.to + l.from), hollow: true, strong: picked("team", l.other) }));
  const out = { discs: [centre], nodes, size: 12.5, links: [], called: [] };
  if (!people) {
    nodes.unshift({ kind: "team", i: state.team, ...centre, r: Math.max(30, 90 * k), label: t.name, inside: String(t.people), strong: picked("team", state.team) });
    out.discs = [];
    out.links = around.map((l, i) => ({ look: l.look, width: l.width, x1: centre.x, y1: centre.y, x2: nodes[i + 1].x, y2: nodes[i + 1].y }));
    return out;
  }
  out.called = [{ x: centre.x, y: centre.y - centre.r, r: 4, label: t.name, strong: true }];
  return withPeople(out, t, nodes, (v) => (v * R) / t.r);
}

/** The people of one team in its disc, their ties inside, and one line to each team they reach. */
function withPeople(out, t, nodes, scaled) {
  const place = new Map();
  people.team.forEach((team, i) => { if (team === state.team) place.set(i, [sx(scaled(people.x[i] - t.x)), sy(scaled(people.y[i] - t.y))]); });
  const at = new Map(nodes.map((node) => [node.i, [node.x, node.y]]));
  const thin = [], strong = [];
  for (const i of kept) {
    const [a, b] = [ties.from[i], ties.to[i]];
    const p = place.get(a) ?? at.get(people.team[a]), q = place.get(b) ?? at.get(people.team[b]);
    if (!p || !q || !(place.has(a) || place.has(b))) continue;
    (picked("person", a) || picked("person", b) ? strong : thin).push(...p, ...q);
  }
  const few = place.size <= 60;
  for (const [i, [x, y]] of place) nodes.push({ kind: "person", i, x, y, r: Math.max(3.5, Math.min(8, 90 / Math.sqrt(place.size) * state.view.k)), label: few || picked("person", i) ? people.name[i] : "", strong: picked("person", i), hollow: !people.answered[i] });
  return { ...out, thin, thinAlpha: state.pick?.kind === "person" ? 0.12 : 0.42, thinWidth: 0.9, strong, size: few ? 11.5 : 12.5 };
}

function sceneOfAll() {
  const size = people.x.length, k = state.view.k;
  const dots = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) { dots[2 * i] = sx(people.x[i]); dots[2 * i + 1] = sy(people.y[i]); }
  const thin = new Float32Array(4 * kept.length), strong = [], near = [];
  const one = state.pick?.kind === "person" ? state.pick.i : -1;
  kept.forEach((i, j) => {
    const a = ties.from[i], b = ties.to[i];
    thin[4 * j] = dots[2 * a]; thin[4 * j + 1] = dots[2 * a + 1]; thin[4 * j + 2] = dots[2 * b]; thin[4 * j + 3] = dots[2 * b + 1];
    if (a !== one && b !== one) return;
    strong.push(...thin.subarray(4 * j, 4 * j + 4));
    const other = a === one ? b : a;
    near.push(dots[2 * other], dots[2 * other + 1]);
  });
  const discs = [...teams, ...(data.others ? [{ ...data.others, name: "" }] : [])].map((t) => ({ x: sx(t.x), y: sy(t.y), r: t.r * k }));
  const called = teams.map((t, i) => ({ x: discs[i].x, y: discs[i].y - discs[i].r, r: 3, label: t.name }));
  const nodes = [];
  if (one >= 0) nodes.push({ kind: "person", i: one, x: dots[2 * one], y: dots[2 * one + 1], r: 6, label: people.name[one], strong: true });
  return { discs, called, nodes, dots, dot: Math.max(1.2, Math.min(6, 3.6 * k)), thin, thinAlpha: one >= 0 ? 0.06 : Math.max(0.05, Math.min(0.45, 900 / (kept.length + 1))), thinWidth: 0.7, strong, near, size: 12.5 };
}

// ------------------------------------------------------------------ drawing

let shown = null, asked = false, drawn = 0;
function redraw(moving = false) {
  if (!moving) layer = null;
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; paint(moving); canvas.dataset.drawn = String(++drawn); });
}

/** While the map moves, its many lines move as a picture; when it rests they are drawn anew. */
function paint(moving) {
  shown = scene();
  const pen = new CanvasPen(context, ratio);
  if (!(shown.thin?.length > 4 * FEW)) { draw(pen, shown, frame, colors, measure); return; }
  if (!layer || !moving) keep();
  const k = state.view.k / layer.view.k;
  pen.start(...frame, colors.paper);
  context.drawImage(layer.canvas, sx(layer.view.x) - (frame[0] / 2) * k, sy(layer.view.y) - (frame[1] / 2) * k, frame[0] * k, frame[1] * k);
  draw(pen, shown, frame, colors, measure, "nodes");
  clearTimeout(settled);
  if (moving) settled = setTimeout(() => redraw(), 160);
}

function keep() {
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [canvas.width, canvas.height];
  draw(new CanvasPen(picture.getContext("2d"), ratio), shown, frame, colors, measure, "edges");
  layer = { canvas: picture, view: { ...state.view } };
}

function resize() {
  const box = canvas.getBoundingClientRect();
  const whole = !state.view;
  frame = [Math.max(box.width, 200), Math.max(box.height, 200)];
  ratio = Math.min(window.devicePixelRatio || 1, 2);
  [canvas.width, canvas.height] = frame.map((side) => Math.round(side * ratio));
  if (whole || !state.moved) fit();
  redraw();
}

// ------------------------------------------------------------------ choosing

function go(level, team = -1) {
  Object.assign(state, { level, team, moved: false, pick: level === "team" ? { kind: "team", i: team } : null });
  fit(); redraw(); tell(); controls();
}

function choose(pick) {
  state.pick = pick;
  redraw(); tell();
}

function open(pick) {
  if (pick?.kind === "team" && !(state.level === "team" && pick.i === state.team)) go("team", pick.i);
  else if (pick) choose(pick);
}

function back() {
  if (state.pick && !(state.level === "team" && state.pick.kind === "team" && state.pick.i === state.team)) choose(state.level === "team" ? { kind: "team", i: state.team } : null);
  else if (state.level !== "teams") go("teams");
}

/** What can be chosen in this scene, with its place on the screen. */
function targets() {
  if (state.level !== "all") return shown?.nodes ?? [];
  return people.x.map((_, i) => ({ kind: "person", i, x: shown.dots[2 * i], y: shown.dots[2 * i + 1], r: Math.max(5, shown.dot) }));
}

function under(x, y) {
  let best = null, nearest = 9;
  for (const node of targets()) {
    const far = Math.hypot(node.x - x, node.y - y) - node.r;
    if (far < nearest) { nearest = far; best = node; }
  }
  return best && { kind: best.kind, i: best.i };
}

/** The next thing in this direction from what is chosen. */
function step(dx, dy) {
  const all = targets();
  const here = all.find((node) => picked(node.kind, node.i)) ?? { x: frame[0] / 2, y: frame[1] / 2 };
  let best = null, least = Infinity;
  for (const node of all) {
    const x = node.x - here.x, y = node.y - here.y, along = x * dx + y * dy;
    const cost = along + 2.5 * Math.abs(x * dy - y * dx);
    if (along > 1 && cost < least) { least = cost; best = node; }
  }
  if (best) choose({ kind: best.kind, i: best.i });
}

function zoom(by, x = frame[0] / 2, y = frame[1] / 2) {
  const v = state.view, k = Math.max(0.02, Math.min(v.k * by, 12));
  v.x += (x - frame[0] / 2) * (1 / v.k - 1 / k); v.y += (y - frame[1] / 2) * (1 / v.k - 1 / k); v.k = k;
  state.moved = true; redraw(true);
}
