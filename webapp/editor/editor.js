// The editor in the place of the textarea. Tab leaves it, as it leaves a textarea.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap } from "@codemirror/commands";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  crosshairCursor,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { completions, openCompletion } from "./completions.js";
import { errorPlaces, positionOf } from "./errors.js";
import { language } from "./language.js";
import { namesOfIris } from "./names.js";
import { addPrefixes } from "./prefixes.js";
import { terms } from "./terms.js";
import { wordHelp } from "./words.js";

const FIELDS = { history: historyField };

// What the tabs need of the editor: its text, states for other queries, and its changes. A state is
// `written` as JSON and `revived` from it with its cursor and all that can be undone.
export function makeEditor(form) {
  const textarea = form.elements.query;
  const label = form.querySelector("label[for=query]");
  terms(form); // so that they are here when the first is wanted
  const shared = extensions(form, label);
  const listeners = new Set();
  const told = EditorView.updateListener.of((update) => {
    if (update.docChanged) for (const listener of listeners) listener();
  });
  const config = { extensions: [shared, told] };
  const stateOf = (doc) => EditorState.create({ doc, ...config });
  const view = new EditorView({ state: stateOf(textarea.value) });
  textarea.before(view.dom);
  textarea.hidden = true;
  textarea.removeAttribute("id"); // the label is the editor's now
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  return {
    view,
    stateOf,
    written: (state) => state.toJSON(FIELDS),
    revived(json) {
      try {
        return EditorState.fromJSON(json, config, FIELDS);
      } catch {
        return null; // it was written by another version of this editor
      }
    },
    onChange: (listener) => listeners.add(listener),
    get text() {
      return view.state.doc.toString();
    },
    // As one change, so that it can be undone.
    replace(text) {
      const changes = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes, selection: { anchor: 0 }, userEvent: "input" });
    },
  };
}

// The cursor goes to the place of an error, which may be far down.
export function showPlace({ view }, { dataset: { line, column } }) {
  if (!line) return;
  const anchor = positionOf(view.state.doc, { line: Number(line), column: Number(column) });
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
}

function extensions(form, label) {
  label.id = "query-label";
  const described = form.querySelector("[aria-invalid]") ? "error editor-help" : "editor-help";
  return [
    EditorView.cspNonce.of(form.dataset.nonce),
    EditorView.contentAttributes.of({
      "aria-labelledby": label.id,
      "aria-describedby": described,
      autocapitalize: "off",
      spellcheck: "false",
    }),
    keymap.of([
      { key: "Mod-Enter", run: () => (form.requestSubmit(), true) },
      { key: "Tab", run: acceptCompletion },
      { key: "Ctrl-Space", run: openCompletion },
      ...completionKeymap,
    ]),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    language,
    syntaxHighlighting(classHighlighter),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    autocompletion({
      override: completions(form),
      defaultKeymap: false, // its keys are above
      icons: false,
      activateOnTypingDelay: 0, // what is offered is worked out here, in a few milliseconds
      updateSyncTime: 15, // so it does not wait long for names, which the server is asked for
    }),
    errorPlaces(form),
    namesOfIris(form),
    addPrefixes(form),
    wordHelp(form),
    EditorView.lineWrapping,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
    ]),
  ];
}
