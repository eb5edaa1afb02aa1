// Tabs: several queries side by side, kept in this browser and nowhere else. Returns a function that
// opens a query in a tab.

import { button, keep, kept } from "./kept.js";

export function showTabs(form, editor) {
  const bar = document.getElementById("tabs");
  const given = editor.text;
  const isStart = "start" in form.dataset;
  let { tabs, active } = kept("tabs", { tabs: [], active: 0 });
  if (!Array.isArray(tabs) || !tabs.every((tab) => typeof tab?.text === "string")) tabs = [];
  const states = new Map(); // the undo history of each tab lives as long as the page

  // The page's own query goes to the tab that holds it already, else to a new one.
  if (!tabs.length) [tabs, active] = [[{ name: "Query 1", text: given }], 0];
  else if (isStart) active = Math.min(Math.max(0, active | 0), tabs.length - 1);
  else {
    active = tabs.findIndex(({ text }) => text === given);
    if (active < 0) active = tabs.push({ name: nextName(), text: given }) - 1;
  }
  if (tabs[active].text !== given) editor.view.setState(editor.stateOf(tabs[active].text));

  function nextName() {
    const numbers = tabs.map(({ name }) => Number(/^Query (\d+)$/.exec(name)?.[1] ?? 0));
    return `Query ${Math.max(0, ...numbers) + 1}`;
  }
  function save() {
    tabs[active].text = editor.text;
    keep("tabs", { tabs, active });
  }
  function open(number) {
    states.set(tabs[active], editor.view.state);
    tabs[active].text = editor.text;
    active = number;
    editor.view.setState(states.get(tabs[active]) ?? editor.stateOf(tabs[active].text));
    show();
    editor.view.focus();
  }
  function add(text = "") {
    open(tabs.push({ name: nextName(), text }) - 1);
  }
  function close() {
    const [closed] = tabs.splice(active, 1);
    states.delete(closed);
    if (!tabs.length) tabs.push({ name: "Query 1", text: "" });
    active = Math.min(active, tabs.length - 1);
    editor.view.setState(states.get(tabs[active]) ?? editor.stateOf(tabs[active].text));
    show();
    editor.view.focus();
  }
  function rename() {
    const name = prompt("Name of this query", tabs[active].name)?.trim();
    if (name) tabs[active].name = name.slice(0, 60);
    show();
  }
  function show() {
    const list = tabs.map(({ name }, number) =>
      button(name, () => open(number), { current: number === active }),
    );
    const tools = [button("New", () => add()), button("Rename", rename), button("Close", close)];
    bar.replaceChildren(...list, ...tools.map((tool) => (tool.classList.add("tool"), tool)));
    bar.hidden = false;
    save();
  }
  editor.onChange(save);
  show();
  return (name, text) => {
    const number = tabs.findIndex((tab) => tab.text === text);
    open(number >= 0 ? number : tabs.push({ name, text }) - 1);
  };
}
