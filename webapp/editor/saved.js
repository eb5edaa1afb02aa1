// Queries saved under a name, in this browser and nowhere else.

import { button, keep, kept } from "./kept.js";
import { say } from "./status.js";

export function showSaved(editor, openTab) {
  const place = document.getElementById("saved");
  const list = place.querySelector("ul");
  const all = () => kept("saved", []).filter((one) => typeof one?.text === "string");

  function show() {
    const items = all().map(({ name, text }) => {
      const item = document.createElement("li");
      const remove = () => store(all().filter((one) => one.name !== name));
      item.append(
        button(name, () => openTab(name, text)),
        button("Delete", remove, { label: `Delete ${name}` }),
      );
      return item;
    });
    list.replaceChildren(...items);
    place.hidden = items.length === 0;
  }
  function store(some) {
    if (!keep("saved", some)) say("This browser keeps nothing; export the query instead.", true);
    show();
  }
  const save = document.getElementById("save");
  save.hidden = false;
  save.addEventListener("click", () => {
    const name = prompt("Save this query as")?.trim().slice(0, 60);
    if (name) store([...all().filter((one) => one.name !== name), { name, text: editor.text }]);
  });
  show();
}
