// What completion offers, whatever it is: which of it fits what is typed, and how it is put in.

import { declaration } from "./prefixes.js";

export const NUMBER = new Intl.NumberFormat("en");

// Those that hold what is typed: first where they begin with it (after the prefix), then where a
// word of theirs does, then the rest.
export function matching(options, typed) {
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

// Puts a term in, the declarations of prefixes at the top, and what `path` inserts before, as one
// change.
export function inserting(term, prefixes, path = null) {
  return (view, completion, from, to) => {
    const before = path ? [path] : [];
    const named = [term, ...before.map(({ insert }) => insert.slice(1))];
    const used = named.filter((one) => !one.startsWith("<")).map((one) => one.split(":")[0]);
    const declared = declaration(view.state, used, prefixes);
    if (declared) before.unshift(declared);
    const anchor = from + term.length + before.reduce((sum, { insert }) => sum + insert.length, 0);
    const changes = [...before, { from, to, insert: term }];
    view.dispatch({ changes, selection: { anchor }, userEvent: "input.complete" });
  };
}

export function isInStringOrComment({ state, pos }) {
  const line = state.doc.lineAt(pos);
  const bare = line.text
    .slice(0, pos - line.from)
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /["'#]|<\S*$/.test(bare);
}
