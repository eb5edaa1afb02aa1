// Tabs: several queries side by side, kept in this browser and nowhere else. Windows share them, and
// each writes only into the tab that it shows. Returns a function that opens a query in a tab.

import { keepHistories } from "./histories.js";
import { button, keep, kept } from "./kept.js";

const KEY = "tabs";
const LAST = "tab"; // the one that this window shows

export function showTabs(form, editor) {
  const bar = document.getElementById("tabs");
  const given = editor.text;
  const histories = keepHistories(editor);
  let tabs = stored();
  let shown = begin();
  let closed = null; // the last one, which can be opened again
  let isKept = true; // whether this browser keeps anything

  // The page's own query goes to the tab that holds it already, else to a new one. A page that is gone
  // back to shows its query in the tab that it had, as a change that can be undone; one that is loaded
  // anew leaves the tab as it is.
  function begin() {
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    const byId = (wanted) => tabs.find(({ id }) => id === wanted);
    const last = byId(kept(LAST, null, "sessionStorage")) ?? tabs[kept(KEY, {}).active] ?? tabs[0];
    const own = type === "back_forward" ? byId(history.state?.tab) : undefined;
    const same = [last, ...tabs].find((tab) => tab?.text === given);
    const isAsItWas = "start" in form.dataset || (type === "reload" && history.state?.tab);
    const tab = (isAsItWas ? last : (own ?? same)) ?? added(nextName(), given);
    history.replaceState({ ...history.state, tab: tab.id }, "");
    histories.show(tab.id, tab.text);
    if (!isAsItWas && tab.text !== given) editor.replace(given);
    return tab;
  }
  function nextName() {
    const numbers = tabs.map(({ name }) => Number(/^Query (\d+)$/.exec(name)?.[1] ?? 0));
    return `Query ${Math.max(0, ...numbers) + 1}`;
  }
  function added(name, text) {
    const tab = { id: crypto.getRandomValues(new Uint32Array(2)).join("-"), name, text };
    tabs.push(tab);
    return tab;
  }
  // What other windows have done to their tabs.
  function merge() {
    if (!isKept) return;
    tabs = stored().map((tab) => (tab.id === shown.id ? Object.assign(shown, { name: tab.name }) : tab));
    if (!tabs.includes(shown)) tabs.push(shown);
  }
  function save() {
    merge();
    shown.text = editor.text;
    write();
  }
  function write() {
    isKept = keep(KEY, { tabs, active: tabs.indexOf(shown) });
    keep(LAST, shown.id, "sessionStorage");
  }
  function turnTo(tab) {
    shown = tab;
    histories.show(tab.id, tab.text);
    write();
    draw();
    editor.view.focus();
  }
  function open({ id }) {
    save();
    turnTo(tabs.find((tab) => tab.id === id) ?? shown);
  }
  function add(name, text) {
    save();
    turnTo(added(name ?? nextName(), text));
  }
  function close() {
    save();
    histories.forget(shown.id);
    const number = tabs.indexOf(shown);
    [closed] = tabs.splice(number, 1);
    turnTo(tabs[Math.min(number, tabs.length - 1)] ?? added("Query 1", ""));
  }
  function reopen() {
    const { name, text } = closed;
    closed = null;
    add(name, text);
  }
  function rename() {
    const name = prompt("Name of this query", shown.name)?.trim();
    save();
    if (name) shown.name = name.slice(0, 60);
    turnTo(shown);
  }
  function draw() {
    const list = tabs.map((tab) => button(tab.name, () => open(tab), { current: tab === shown }));
    const tools = [button("New", () => add(null, "")), button("Rename", rename), button("Close", close)];
    if (closed?.text.trim()) tools.push(button("Reopen", reopen, { label: `Reopen ${closed.name}` }));
    bar.replaceChildren(...list, ...tools.map((tool) => (tool.classList.add("tool"), tool)));
    bar.hidden = false;
  }
  function drawMerged() {
    merge();
    draw();
  }
  editor.onChange(save);
  window.addEventListener("storage", drawMerged); // another window has written
  window.addEventListener("pageshow", ({ persisted }) => persisted && drawMerged());
  save();
  draw();
  return (name, text) => {
    const same = tabs.find((tab) => tab.text === text);
    if (same) open(same);
    else add(name, text);
  };
}

function stored() {
  const { tabs } = kept(KEY, {});
  const fine = Array.isArray(tabs) ? tabs.filter((tab) => typeof tab?.text === "string") : [];
  return fine.map((tab, number) => ({ id: String(number), ...tab }));
}
