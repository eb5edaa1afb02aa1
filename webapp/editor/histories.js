// What can be undone. Each query has a history of its own, under a key; it is kept in this window from
// page to page, since to run a query is to leave the page.

import { keep, kept } from "./kept.js";

export function keepHistories(editor) {
  const earlier = kept("histories", {}, "sessionStorage");
  const states = new Map(); // the editor's, by key
  let shown = null;

  function hold() {
    if (shown !== null) states.set(shown, editor.view.state);
  }
  window.addEventListener("pagehide", () => {
    hold();
    const written = [...states].map(([key, state]) => [key, editor.written(state)]);
    keep("histories", { ...earlier, ...Object.fromEntries(written) }, "sessionStorage");
  });
  return {
    // Shows a text, with the history that it has under this key, if any.
    show(key, text) {
      hold();
      shown = key;
      const state = states.get(key) ?? (earlier[key] && editor.revived(earlier[key]));
      editor.view.setState(state?.doc.toString() === text ? state : editor.stateOf(text));
    },
    forget(key) {
      if (shown === key) shown = null;
      states.delete(key);
      delete earlier[key];
    },
  };
}
