// The editor of the console and of the tour. The pages work without it: this puts an editor in the
// place of the textarea, and adds what only a browser can keep: tabs, saved queries, a way to cancel,
// steps that are done.

import { wireAdvice } from "./advice.js";
import { wireForm } from "./form.js";
import { makeEditor, showPlace } from "./editor.js";
import { showSaved } from "./saved.js";
import { showTabs } from "./tabs.js";
import { wireTour } from "./tour.js";

const form = document.querySelector("form.console");
const editor = form && makeEditor(form);
if (form?.id === "console") {
  wireForm(form, editor);
  wireAdvice(editor);
  showSaved(editor, showTabs(form, editor));
} else {
  wireTour(form, editor);
}
if (form) showPlace(editor, form);
