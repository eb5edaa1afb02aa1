// The guided tour: the editor's text is what is sent, and the steps that are done are marked. They are
// kept in this browser and nowhere else.

import { isTooLong } from "./form.js";
import { keepHistories } from "./histories.js";
import { keep, kept } from "./kept.js";

export function wireTour(form, editor) {
  if (form) keepHistories(editor).show(location.pathname, editor.text);
  form?.addEventListener("submit", () => {
    form.elements.query.value = editor.text;
    form.method = isTooLong(editor.text) ? "post" : "get";
  });
  const known = kept("tour", []);
  const done = new Set(Array.isArray(known) ? known : []);
  const solved = document.querySelector("[data-done]");
  if (solved) {
    done.add(solved.dataset.done);
    keep("tour", [...done]);
  }
  for (const step of document.querySelectorAll("[data-step]")) {
    if (done.has(step.dataset.step)) step.append(mark());
  }
}

function mark() {
  const made = document.createElement("span");
  made.className = "done";
  made.textContent = " ✓ done";
  return made;
}
