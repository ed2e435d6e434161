// Draws the map: one list of calls, onto a canvas or into SVG text.

const FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif";

/** Colours of the page, so that light and dark are the style sheet's business. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--map-${name}`).trim() || "#777777";
  const names = ["paper", "ink", "soft", "team", "edge", "more", "usual", "less", "pick", "disc"];
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}

/** Draws on a canvas, in CSS pixels. */
class CanvasPen {
  constructor(context, scale) { this.c = context; this.scale = scale; }
  start(width, height, paper) {
    this.c.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    this.c.fillStyle = paper;
    this.c.fillRect(0, 0, width, height);
  }
  lines(ends, color, width, alpha = 1, dash = []) {
    const c = this.c;
    c.strokeStyle = color; c.lineWidth = width; c.globalAlpha = alpha; c.setLineDash(dash);
    // Short paths: one of tens of thousands of lines takes seconds where there is no GPU.
    for (let i = 0; i < ends.length; i += 1600) {
      c.beginPath();
      for (let j = i; j < Math.min(i + 1600, ends.length); j += 4) {
        c.moveTo(ends[j], ends[j + 1]); c.lineTo(ends[j + 2], ends[j + 3]);
      }
      c.stroke();
    }
    c.globalAlpha = 1; c.setLineDash([]);
  }
  circle(x, y, r, fill, stroke = "", width = 1) {
    const c = this.c;
    c.beginPath(); c.arc(x, y, r, 0, 7);
    if (fill) { c.fillStyle = fill; c.fill(); }
    if (stroke) { c.strokeStyle = stroke; c.lineWidth = width; c.stroke(); }
  }
  dots(places, r, fill) {
    const c = this.c;
    c.fillStyle = fill;
    if (r < 2.2) { for (let i = 0; i < places.length; i += 2) c.fillRect(places[i] - r, places[i + 1] - r, 2 * r, 2 * r); return; }
    for (let i = 0; i < places.length; i += 600) {
      c.beginPath();
      for (let j = i; j < Math.min(i + 600, places.length); j += 2) {
        c.moveTo(places[j] + r, places[j + 1]); c.arc(places[j], places[j + 1], r, 0, 7);
      }
      c.fill();
    }
  }
  text(said, x, y, size, color, align = "center", bold = false, halo = "") {
    const c = this.c;
    c.font = `${bold ? 600 : 400} ${size}px ${FONT}`; c.textAlign = align; c.textBaseline = "middle";
    if (halo) { c.strokeStyle = halo; c.lineWidth = 3.5; c.lineJoin = "round"; c.strokeText(said, x, y); }
    c.fillStyle = color; c.fillText(said, x, y);
  }
}

const safe = (said) => said.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const n = (x) => x.toFixed(1);

/** Gathers the same calls as SVG. */
class SvgPen {
  constructor() { this.out = []; }
  start(width, height, paper) {
    this.size = [width, height];
    this.out = [`<rect width="${width}" height="${height}" fill="${paper}"/>`];
  }
  lines(ends, color, width, alpha = 1, dash = []) {
    const parts = [];
    for (let i = 0; i < ends.length; i += 4) parts.push(`M${n(ends[i])} ${n(ends[i + 1])}L${n(ends[i + 2])} ${n(ends[i + 3])}`);
    if (parts.length) this.out.push(`<path d="${parts.join("")}" fill="none" stroke="${color}" stroke-width="${width}" stroke-opacity="${alpha}" stroke-dasharray="${dash.join(" ") || "none"}"/>`);
  }
  circle(x, y, r, fill, stroke = "", width = 1) {
    this.out.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill || "none"}" stroke="${stroke || "none"}" stroke-width="${width}"/>`);
  }
  dots(places, r, fill) {
    for (let i = 0; i < places.length; i += 2) this.circle(places[i], places[i + 1], r, fill);
  }
  text(said, x, y, size, color, align = "center", bold = false) {
    const anchor = { center: "middle", left: "start", right: "end" }[align];
    this.out.push(`<text x="${n(x)}" y="${n(y + size * 0.35)}" font-size="${size}" font-family="${safe(FONT)}" font-weight="${bold ? 600 : 400}" text-anchor="${anchor}" fill="${color}">${safe(said)}</text>`);
  }
  toString() {
    const [w, h] = this.size;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${this.out.join("")}</svg>`;
  }
}

const LOOKS = {
  usual: (p) => [p.usual, 1.4, 1, []],
  more: (p) => [p.more, 3, 1, []],
  less: (p) => [p.less, 1.4, 1, [5, 4]],
};
const ORDER = ["less", "usual", "more"];

/** Whatever has a name, with the largest first: each is written where it hides no other. */
function labels(pen, nodes, p, size, measure) {
  const taken = nodes.filter((o) => o.r > 6).map((o) => [o.x - o.r, o.y - o.r, o.x + o.r, o.y + o.r]);
  const order = [...nodes].sort((a, b) => (b.strong ? 1e9 : b.r) - (a.strong ? 1e9 : a.r));
  for (const node of order) {
    const wide = measure(node.label, size, true) / 2;
    const spots = [[0, node.r + size * 0.8], [0, -node.r - size * 0.8], [node.r + wide + 5, 0], [-node.r - wide - 5, 0]];
    const boxes = spots.map(([dx, dy]) => [node.x + dx - wide - 2, node.y + dy - size * 0.62, node.x + dx + wide + 2, node.y + dy + size * 0.62]);
    const free = (box) => box[0] > 0 && box[1] > 0 && box[2] < node.frame[0] && box[3] < node.frame[1]
      && taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
    const box = boxes.find(free) ?? (node.strong ? boxes[0] : null);
    if (!box) continue;
    taken.push(box);
    pen.text(node.label, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, size, p.ink, "center", true, p.paper);
  }
}

/** Draw a scene: lines in groups, then circles and dots, then names. */
function draw(pen, scene, frame, p, measure, parts = "both") {
  const [width, height] = frame;
  if (parts !== "nodes") {
    pen.start(width, height, p.paper);
    for (const disc of scene.discs ?? []) pen.circle(disc.x, disc.y, disc.r, p.disc);
    if (scene.thin) pen.lines(scene.thin, p.edge, scene.thinWidth ?? 0.6, scene.thinAlpha ?? 0.3);
    for (const look of ORDER) {
      const ends = (scene.links ?? []).filter((l) => l.look === look);
      for (const link of ends) {
        const [color, wide, alpha, dash] = LOOKS[look](p);
        pen.lines([link.x1, link.y1, link.x2, link.y2], color, link.width ?? wide, alpha, dash);
      }
    }
    if (parts === "edges") return;
  }
  if (scene.strong?.length) pen.lines(scene.strong, p.pick, 1.6, 0.9);
  if (scene.dots?.length) pen.dots(scene.dots, scene.dot, p.team);
  if (scene.near?.length) pen.dots(scene.near, scene.dot + 1.5, p.pick);
  for (const node of scene.nodes ?? []) {
    if (node.ringed) pen.circle(node.x, node.y, node.r + 4, "", p.less, 1.8);
    pen.circle(node.x, node.y, node.r, node.strong ? p.pick : node.hollow ? p.paper : p.team, node.hollow ? p.team : p.paper, 1.5);
    if (node.inside && node.r > 9) pen.text(node.inside, node.x, node.y, Math.min(13, node.r * 0.9), node.hollow ? p.ink : p.paper, "center", true);
  }
  const named = [...(scene.nodes ?? []), ...(scene.called ?? [])].filter((o) => o.label);
  labels(pen, named.map((o) => ({ ...o, frame })), p, scene.size ?? 13, measure);
}
