// A query that the page proposes goes into the editor, as a change that can be undone; it is not run.

import { say } from "./status.js";

export function wireAdvice(editor) {
  for (const form of document.querySelectorAll("form.use")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      editor.replace(form.elements.query.value);
      say("The query was put into the editor; Ctrl+Z brings yours back.");
      editor.view.focus();
      editor.view.dom.scrollIntoView({ block: "center" });
    });
  }
}
