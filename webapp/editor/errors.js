// The place of an error while a query is written, as the server finds it. Nothing is run for it.

import { linter } from "@codemirror/lint";
import { said, say } from "./status.js";

const NOTHING = { error: null, warnings: [] };
const PAUSE = 500; // milliseconds without typing before the server is asked

export function errorPlaces(form) {
  let told = "";
  return linter(
    async (view) => {
      const text = view.state.doc.toString();
      const { error, warnings } = text.trim() ? await found(form.dataset.check, text) : NOTHING;
      if (text !== view.state.doc.toString()) return [];
      // What others say there, as that the query runs, stays until there is an error.
      const first = error ?? warnings[0];
      if (first || said() === told) say((told = first ? sentence(first) : ""), Boolean(error));
      const places = [...(error ? [error] : []), ...warnings];
      return places.map((place) => diagnostic(view.state.doc, place, place === error));
    },
    { delay: PAUSE },
  );
}

async function found(address, query) {
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams({ query }) });
    return response.ok ? await response.json() : NOTHING;
  } catch {
    return NOTHING; // the server is away; running the query will say so
  }
}

function sentence({ detail, line, column }) {
  return line ? `Line ${line}, column ${column}: ${detail}` : detail;
}

function diagnostic(doc, place, isError) {
  const from = positionOf(doc, place);
  const word = doc.sliceString(from, doc.lineAt(from).to).match(/^<[^<>\s]*>|^[\w:?$-]+|^\S/)?.[0] ?? "";
  return { from, to: from + word.length, severity: isError ? "error" : "warning", message: place.detail };
}

// The server counts characters, the editor UTF-16 units.
export function positionOf(doc, { line, column }) {
  const found = doc.line(Math.min(line ?? 1, doc.lines));
  const before = [...found.text].slice(0, (column ?? 1) - 1).join("").length;
  return Math.min(found.from + before, found.to);
}
