// Declares a prefix as soon as it is used, where this graph has one of that name.

import { EditorView } from "@codemirror/view";
import { tokensOf } from "./context.js";
import { terms } from "./terms.js";

const PREFIX = /^[A-Za-z][\w.-]*(?=:)/;

// What a text declares: prefix -> IRI, "" where that is not written yet.
export function declared(text) {
  const found = new Map();
  const tokens = tokensOf(text);
  tokens.forEach((token, number) => {
    const [name, iri] = tokens.slice(number + 1, number + 3);
    if (token.toUpperCase() !== "PREFIX" || !name?.endsWith(":")) return;
    found.set(name.slice(0, -1), iri?.startsWith("<") ? iri.slice(1, -1) : "");
  });
  return found;
}

// The change that declares those of `wanted` that are known and not declared; null where there are
// none. They go below the last declaration, else to the top.
export function declaration(state, wanted, prefixes) {
  const text = state.doc.toString();
  const own = declared(text);
  const missing = [...new Set(wanted)].filter((one) => !own.has(one) && Object.hasOwn(prefixes, one));
  if (!missing.length) return null;
  const lines = missing.map((one) => `PREFIX ${one}: <${prefixes[one]}>\n`).join("");
  const last = [...text.matchAll(/^[ \t]*PREFIX\s+[\w.-]*:\s*<[^>]*>/gim)].at(-1);
  if (!last) return { from: 0, insert: lines };
  const { to } = state.doc.lineAt(last.index + last[0].length);
  return to === text.length ? { from: to, insert: `\n${lines}` } : { from: to + 1, insert: lines };
}

export function addPrefixes(form) {
  return EditorView.updateListener.of(async ({ docChanged, transactions, view }) => {
    const writes = (one) => one.isUserEvent("input.type") || one.isUserEvent("input.paste");
    if (!docChanged || !transactions.some(writes)) return;
    const { prefixes } = await terms(form);
    const tokens = tokensOf(view.state.doc.toString());
    const used = tokens.filter((_, number) => tokens[number - 1]?.toUpperCase() !== "PREFIX");
    const wanted = used.flatMap((token) => token.match(PREFIX)?.[0] ?? []);
    const changes = declaration(view.state, wanted, prefixes);
    if (changes) view.dispatch({ changes, userEvent: "input.prefix" });
  });
}
