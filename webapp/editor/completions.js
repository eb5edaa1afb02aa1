// Completion that knows this graph: classes after `a`, the properties that the class of a variable
// has, and SPARQL's own words; what can stand as a value is in values.js.

import { classesOf, read, tokensOf, TYPES } from "./context.js";
import { naming } from "./naming.js";
import { inserting, isInStringOrComment, matching, NUMBER } from "./options.js";
import { terms } from "./terms.js";
import { values } from "./values.js";
import { WORDS } from "./words.js";

let asked = null; // where the list was asked for

export function completions(form) {
  return [
    (context) => values(form, context, isAsked(context)),
    async (context) => offered(await terms(form), context, isAsked(context)),
  ];
}

// Opens the list though nothing is typed. CodeMirror's own command waits 50 ms, which no setting
// changes; so this one types nothing, and the list comes as after any key.
export function openCompletion(view) {
  asked = { doc: view.state.doc, pos: view.state.selection.main.head };
  view.dispatch({ userEvent: "input.type" });
  return true;
}

function isAsked({ explicit, state, pos }) {
  return explicit || (asked?.doc === state.doc && asked.pos === pos);
}

// What fits where the cursor is. While more is typed it is worked out anew at once (`update`), so
// that the list is never older than the text.
function offered(known, context, isWanted = false) {
  const word = context.matchBefore(/[?$]?[\w:-]*/);
  if (isInStringOrComment(context) || (!word?.text && !isWanted)) return null;
  const from = word?.from ?? context.pos;
  const typed = word?.text ?? "";
  const text = context.state.doc.toString();
  const names = naming(text, known);
  const place = read(text.slice(0, from), names.listed);
  const fit = /^[?$]/.test(typed) ? variables(text, typed) : fitting(known, text, names, place);
  const options = matching(fit, typed);
  const update = (_, __, ___, later) => offered(known, later);
  return options.length ? { from, options, filter: false, update } : null;
}

function fitting(known, text, names, { position, subject, predicate }) {
  const option = optionsOf(known, names);
  if (position === "predicate") return properties(known, text, names, option, subject);
  if (position !== "object") return [...variables(text, ""), ...WORDS];
  if (!TYPES.has(predicate)) return variables(text, "");
  return Object.entries(known.classes).map(([term, about]) => option(term, about, "class"));
}

// Those that the subject's class has come first, the most frequent before the others.
function properties(known, text, { listed, written }, option, subject) {
  const classes = classesOf(text, known.to, listed).get(subject) ?? [];
  const own = {};
  for (const name of classes) {
    for (const [term, n] of Object.entries(known.of[name] ?? {})) own[term] = Math.max(own[term] ?? 0, n);
  }
  delete own["rdf:type"]; // it is offered as `a`
  const isKnown = Object.keys(own).length > 0;
  const section = { name: isKnown ? `Properties of ${classes.map(written).join(", ")}` : "Properties", rank: 1 };
  const others = isKnown ? { name: "Other properties", rank: 2 } : section;
  const type = { label: "a", detail: "is of the class", type: "keyword", section };
  const entries = Object.entries(known.properties);
  const first = Object.entries(own).sort(([, one], [, other]) => other - one);
  return [
    type,
    ...first.map(([term, n]) => option(term, { ...known.properties[term], n }, "property", section)),
    ...entries
      .filter(([term]) => !(term in own))
      .map(([term, about]) => option(term, about, "property", others)),
  ];
}

function optionsOf({ prefixes }, { written }) {
  return (term, { n, label, about }, type, section) => {
    const detail = [n && NUMBER.format(n), label].filter(Boolean).join(" ");
    const text = written(term);
    return { label: text, detail, info: about, type, section, apply: inserting(text, prefixes) };
  };
}

function variables(text, typed) {
  const found = new Set(tokensOf(text).filter((token) => /^[?$]\w/.test(token) && token !== typed));
  return [...found].map((label) => ({ label, type: "variable" }));
}
