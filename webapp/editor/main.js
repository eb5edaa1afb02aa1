// The console's editor. The page works without it: this puts an editor in the place of the
// textarea, and adds what only a browser can keep: tabs, saved queries, a way to cancel.

import { wireForm } from "./form.js";
import { makeEditor } from "./editor.js";
import { showSaved } from "./saved.js";
import { showTabs } from "./tabs.js";

const form = document.getElementById("console");
const editor = makeEditor(form);
wireForm(form, editor);
showSaved(editor, showTabs(form, editor));
