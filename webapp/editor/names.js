// The name of each IRI in the query, beside it. The names come from the endpoint itself.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

const IRI = /<(https?:\/\/[^<>"{}|^`\\\s]+)>/g;
const PAUSE = 400;
const MOST = 60; // IRIs that one query asks about
const arrived = StateEffect.define();

class Name extends WidgetType {
  constructor(name) {
    super();
    this.name = name;
  }
  eq(other) {
    return other.name === this.name;
  }
  toDOM() {
    const span = document.createElement("span");
    span.className = "cm-name";
    span.textContent = this.name;
    return span;
  }
}

const names = StateField.define({
  create: () => new Map(),
  update: (known, { effects }) =>
    effects.reduce((all, one) => (one.is(arrived) ? new Map([...all, ...one.value]) : all), known),
});

const shown = EditorView.decorations.compute(["doc", names], (state) => {
  const known = state.field(names);
  const marks = irisIn(state).flatMap(({ iri, to }) => {
    const name = known.get(iri);
    return name ? [Decoration.widget({ widget: new Name(name), side: 1 }).range(to)] : [];
  });
  return Decoration.set(marks);
});

// Not those of PREFIX and BASE: they name no thing.
function irisIn(state) {
  const text = state.doc.toString();
  return [...text.matchAll(IRI)]
    .filter((match) => !/(?:PREFIX\s+[\w.-]*:|BASE)\s*$/i.test(text.slice(0, match.index)))
    .map((match) => ({ iri: match[1], to: match.index + match[0].length }));
}

export function namesOfIris(form) {
  const asking = ViewPlugin.define((view) => {
    let timer = setTimeout(ask, 0);
    async function ask() {
      const known = view.state.field(names);
      const missing = [...new Set(irisIn(view.state).map(({ iri }) => iri))].filter((iri) => !known.has(iri));
      if (!missing.length) return;
      const found = await fetched(form, missing.slice(0, MOST));
      view.dispatch({ effects: arrived.of(found) });
    }
    return {
      update(update) {
        if (!update.docChanged) return;
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
      },
      destroy: () => clearTimeout(timer),
    };
  });
  return [names, shown, asking];
}

async function fetched(form, iris) {
  const query = `SELECT ?iri ?label { VALUES ?iri { ${iris.map((iri) => `<${iri}>`).join(" ")} }
?iri <http://www.w3.org/2000/01/rdf-schema#label> ?label }`;
  const found = new Map(iris.map((iri) => [iri, null]));
  try {
    const headers = { Accept: "application/sparql-results+json" };
    const body = new URLSearchParams({ query });
    const response = await fetch(form.dataset.endpoint, { method: "POST", headers, body });
    if (!response.ok) return found;
    for (const row of (await response.json()).results.bindings) found.set(row.iri.value, row.label.value);
  } catch {
    // No names, then; the query is as good without them.
  }
  return found;
}
