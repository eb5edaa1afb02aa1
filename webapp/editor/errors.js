// The place of an error while a query is written, as the server finds it. Nothing is run for it.

import { linter } from "@codemirror/lint";

const PAUSE = 500; // milliseconds without typing before the server is asked

export function errorPlaces(form) {
  const status = document.getElementById("editor-status");
  let told = "";
  return linter(
    async (view) => {
      const text = view.state.doc.toString();
      const error = text.trim() ? await found(form.dataset.check, text) : null;
      if (text !== view.state.doc.toString()) return [];
      // What others say there, as that the query runs, stays until there is an error.
      if (error || status.textContent === told) status.textContent = told = error ? sentence(error) : "";
      return error ? [diagnostic(view.state.doc, error)] : [];
    },
    { delay: PAUSE },
  );
}

async function found(address, query) {
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams({ query }) });
    return response.ok ? (await response.json()).error : null;
  } catch {
    return null; // the server is away; running the query will say so
  }
}

function sentence({ detail, line, column }) {
  return line ? `Line ${line}, column ${column}: ${detail}` : detail;
}

// The server counts characters, the editor UTF-16 units.
function diagnostic(doc, { detail, line, column }) {
  const found = doc.line(Math.min(line ?? 1, doc.lines));
  const before = [...found.text].slice(0, (column ?? 1) - 1).join("").length;
  const from = Math.min(found.from + before, found.to);
  const word = doc.sliceString(from, found.to).match(/^[\w:?$-]+|^\S/)?.[0] ?? "";
  return { from, to: from + word.length, severity: "error", message: detail };
}
