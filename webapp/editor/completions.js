// Completion that knows this graph: classes after `a`, the properties that the class of a variable
// has, the values of properties that have few, things by their names, and SPARQL's own words.

import { classesOf, read, tokensOf } from "./context.js";
import { declaration } from "./prefixes.js";
import { terms } from "./terms.js";
import { WORDS } from "./words.js";

const LEAST = 3; // letters before things are looked for by their names
const TYPES = new Set(["a", "rdf:type"]);
const NUMBER = new Intl.NumberFormat("en");

export function completions(form) {
  return [(context) => ofGraph(form, context), (context) => byName(form, context)];
}

async function ofGraph(form, context) {
  return offered(await terms(form), context);
}

// What fits where the cursor is. While more is typed it is worked out anew at once (`update`), so
// that the list is never older than the text.
function offered(known, context) {
  const word = context.matchBefore(/[?$]?[\w:-]*/);
  if (inStringOrComment(context) || (!word?.text && !context.explicit)) return null;
  const from = word?.from ?? context.pos;
  const typed = word?.text ?? "";
  const text = context.state.doc.toString();
  const place = read(text.slice(0, from));
  const listed = /^[?$]/.test(typed) ? variables(text, typed) : fitting(known, text, place);
  const options = matching(listed, typed);
  const update = (_, __, ___, later) => offered(known, later);
  return options.length ? { from, options, filter: false, update } : null;
}

function fitting(known, text, { position, subject, predicate }) {
  if (position === "predicate") return properties(known, text, subject);
  if (position !== "object") return [...variables(text, ""), ...WORDS];
  if (TYPES.has(predicate)) {
    return Object.entries(known.classes).map(([term, about]) => option(term, about, "class", known));
  }
  const values = known.values[predicate] ?? [];
  return [...values.map(([term, label]) => value(term, label, term, known)), ...variables(text, "")];
}

// Those that the subject's class has come first, the most frequent before the others.
function properties(known, text, subject) {
  const classes = classesOf(text, known.to).get(subject) ?? [];
  const own = {};
  for (const name of classes) {
    for (const [term, n] of Object.entries(known.of[name] ?? {})) own[term] = Math.max(own[term] ?? 0, n);
  }
  delete own["rdf:type"]; // it is offered as `a`
  const isKnown = Object.keys(own).length > 0;
  const section = { name: isKnown ? `Properties of ${classes.join(", ")}` : "Properties", rank: 1 };
  const others = isKnown ? { name: "Other properties", rank: 2 } : section;
  const type = { label: "a", detail: "is of the class", type: "keyword", section };
  const entries = Object.entries(known.properties);
  const first = Object.entries(own).sort(([, one], [, other]) => other - one);
  return [
    type,
    ...first.map(([term, n]) => option(term, { ...known.properties[term], n }, "property", known, section)),
    ...entries
      .filter(([term]) => !(term in own))
      .map(([term, about]) => option(term, about, "property", known, others)),
  ];
}

// Those that hold what is typed: first where they begin with it (after the prefix), then where a
// word of theirs does, then the rest.
function matching(options, typed) {
  const wanted = typed.toLowerCase();
  if (!wanted) return options;
  const rank = ({ label, detail }) => {
    const local = label.slice(label.indexOf(":") + 1);
    if (label.toLowerCase().startsWith(wanted) || local.toLowerCase().startsWith(wanted)) return 0;
    const words = `${local.replace(/([a-z])(?=[A-Z])/g, "$1 ")} ${detail ?? ""}`.toLowerCase();
    if (words.includes(` ${wanted}`)) return 1;
    return label.toLowerCase().includes(wanted) ? 2 : 3;
  };
  // The more general class has the shorter name; all else comes as frequent as it is.
  const order = ({ label, type }, number) => (type === "class" ? label.length : number);
  const ranked = options.map((one, number) => [rank(one), order(one, number), one]).filter(([found]) => found < 3);
  return ranked.sort(([a, b], [c, d]) => a - c || b - d).map(([, , one]) => one);
}

function option(term, { n, label, about }, type, known, section) {
  const detail = [NUMBER.format(n), label].filter(Boolean).join(" ");
  return { label: term, detail, info: about, type, section, apply: inserting(term, known.prefixes) };
}

function value(term, label, detail, known) {
  return { label, detail, type: "constant", apply: inserting(term, known.prefixes) };
}

function variables(text, typed) {
  const found = new Set(tokensOf(text).filter((token) => /^[?$]\w/.test(token) && token !== typed));
  return [...found].map((label) => ({ label, type: "variable" }));
}

// Puts a term in, and the declaration of its prefix at the top, as one change.
function inserting(term, prefixes) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: term }];
    const prefix = term.startsWith("<") ? [] : [term.split(":")[0]];
    const declared = declaration(view.state, prefix, prefixes);
    if (declared) changes.unshift(declared);
    const anchor = from + term.length + (declared?.insert.length ?? 0);
    view.dispatch({ changes, selection: { anchor }, userEvent: "input.complete" });
  };
}

async function byName(form, context) {
  const { pos, state } = context;
  const line = state.doc.lineAt(pos);
  const typed = line.text.slice(0, pos - line.from).match(/(?:^|\s)([A-Za-z][\w' -]*)$/)?.[1] ?? "";
  if (typed.trim().length < LEAST || inStringOrComment(context)) return null;
  const from = pos - typed.length;
  const { position, subject, predicate } = read(state.sliceDoc(0, from));
  if (!["object", "subject"].includes(position) || TYPES.has(predicate)) return null;
  if (WORDS.some(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()))) return null;
  const known = await terms(form);
  const few = (known.values[predicate] ?? []).map(([label, detail]) => ({ label, detail }));
  if (matching(few, typed.trim()).length) return null; // offered already
  const cls = position === "object" ? leadsTo(known, state.doc.toString(), subject, predicate) : null;
  const found = await named(form, typed.trim(), iriOf(cls, known.prefixes), context);
  const options = found.map(({ term, label, type }) => value(term, label, type, known));
  return options.length ? { from, options, filter: false } : null;
}

// The class that a property of the subject leads to.
function leadsTo(known, text, subject, predicate) {
  const own = (classesOf(text, known.to).get(subject) ?? []).map((one) => known.to[one]?.[predicate]);
  const any = Object.values(known.to).map((properties) => properties[predicate]);
  return own.find(Boolean) ?? any.find(Boolean);
}

function iriOf(term, prefixes) {
  if (!term || term.startsWith("<")) return term?.slice(1, -1);
  const colon = term.indexOf(":");
  return prefixes[term.slice(0, colon)] + term.slice(colon + 1);
}

async function named(form, text, cls, context) {
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  try {
    const address = new URL(form.dataset.names, location.href);
    address.searchParams.set("q", text);
    if (cls) address.searchParams.set("class", cls);
    const response = await fetch(address, { signal: stop.signal });
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

function inStringOrComment({ state, pos }) {
  const line = state.doc.lineAt(pos);
  const bare = line.text
    .slice(0, pos - line.from)
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /["'#]|<\S*$/.test(bare);
}
