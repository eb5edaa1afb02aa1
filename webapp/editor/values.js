// What can stand as the value of a property: all that it has where they are few, what its alignment
// objects point at, all things of a class that is not large, and anything by its name.

import { classesOf, CLAUSES, read, tokensOf, TYPES } from "./context.js";
import { iriOf, naming } from "./naming.js";
import { inserting, isInStringOrComment, matching } from "./options.js";
import { terms, things } from "./terms.js";

const LEAST = 3; // letters before the server is asked for things by their names
const FEW = 2000; // things of a class, up to which all their names are loaded
const TARGET = "ceterms:targetNode";
const NAME = /(?:^|\s)([A-Za-z][\w' -]*|[A-Za-z][\w:-]*)$/; // a name of several words, or a term

export async function values(form, context, isWanted) {
  const known = await terms(form);
  const at = placeOf(known, context);
  if (!at) return null;
  const listed = [...known.values[at.property] ?? [], ...known.targets[at.property] ?? []];
  if (!listed.length && at.cls && known.classes[at.cls]?.n <= FEW) {
    listed.push(...await things(form, iriOf(at.cls, known.prefixes), iriOf(at.property, known.prefixes)));
  }
  const found = at.typed || isWanted ? offered(known, listed, at) : null;
  return found ?? named(form, known, at, context);
}

// Where a value is wanted: { names, from, typed, property, cls, end }. A name may have blanks in it.
// Where the property leads to alignment objects, `end` is its end, where the path has to go on to what
// they point at.
function placeOf(known, context) {
  if (isInStringOrComment(context)) return null;
  const { pos, state } = context;
  const line = state.doc.lineAt(pos);
  const typed = line.text.slice(0, pos - line.from).match(NAME)?.[1] ?? "";
  const from = pos - typed.length;
  const before = state.sliceDoc(0, from);
  const names = naming(state.doc.toString(), known);
  const place = read(before, names.listed);
  const here = { names, from, typed };
  if (place.position === "subject") return isClause(typed) ? null : { ...here, property: null };
  if (place.position !== "object" || TYPES.has(place.predicate)) return null;
  const property = alignedBy(known, before, place, names) ?? place.predicate;
  if (property !== place.predicate) return { ...here, property };
  const cls = leadsTo(known, state.doc.toString(), place, names);
  const isAligned = property in known.targets && names.listed(tokensOf(before).at(-1)) === property;
  return { ...here, property, cls, end: isAligned ? before.trimEnd().length : null };
}

// A word that begins a clause: it is no name then.
function isClause(typed) {
  return typed !== "" && [...CLAUSES].some((word) => word.startsWith(typed.toUpperCase()));
}

// The property whose alignment objects `ceterms:targetNode` is asked of: in one path, or through a
// variable.
function alignedBy(known, text, { subject, before, predicate }, { listed }) {
  if (predicate !== TARGET) return null;
  let found = before;
  read(text, listed, (_, property, object) => {
    if (object === subject) found ??= property;
  });
  return found in known.targets ? found : null;
}

// The class that a property of the subject leads to.
function leadsTo(known, text, { subject, predicate }, { listed }) {
  const classes = classesOf(text, known.to, listed).get(subject) ?? [];
  const own = classes.map((one) => known.to[one]?.[predicate]);
  const any = Object.values(known.to).map((properties) => properties[predicate]);
  return own.find(Boolean) ?? any.find(Boolean);
}

// Those of a list that hold what is typed. While more is typed they are found anew at once.
function offered(known, listed, at) {
  const options = listed.map(([term, label]) => value(known, at, { term, label, detail: term }));
  const found = matching(options, at.typed.trim());
  if (!found.length) return null;
  const update = (_, from, __, { state, pos }) => {
    const typed = state.sliceDoc(at.from, pos);
    return from === at.from && NAME.test(typed) ? offered(known, listed, { ...at, typed }) : null;
  };
  return { from: at.from, options: found, filter: false, update };
}

async function named(form, known, at, context) {
  const typed = at.typed.trim();
  if (typed.length < LEAST || typed.includes(":")) return null;
  const found = await fetched(form, known, typed, at, context);
  const options = found.map((one) => value(known, at, { ...one, detail: one.type }));
  return options.length ? { from: at.from, options, filter: false } : null;
}

function value({ prefixes }, { end, names: { written } }, { term, label, detail }) {
  const path = end && { from: end, insert: `/${written(TARGET)}?` };
  return { label, detail, type: "constant", apply: inserting(written(term), prefixes, path) };
}

async function fetched(form, known, text, { property, cls }, context) {
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  try {
    const address = new URL(form.dataset.names, location.href);
    address.searchParams.set("q", text);
    if (property in known.properties) address.searchParams.set("property", iriOf(property, known.prefixes));
    if (cls) address.searchParams.set("class", iriOf(cls, known.prefixes));
    const response = await fetch(address, { signal: stop.signal });
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}
