// The form around the editor: how it is sent, cancelled and laid out anew.

import { keep, kept } from "./kept.js";
import { say } from "./status.js";

const WRITING = "writing"; // whether the query was run from within the editor
const LONGEST_ADDRESS = 6000; // servers and proxies take addresses of about 8,000 characters

export function isTooLong(text) {
  return encodeURIComponent(text).length > LONGEST_ADDRESS;
}

export function wireForm(form, editor) {
  const cancel = document.getElementById("cancel");
  const queryId = document.createElement("input");
  queryId.type = "hidden";
  queryId.name = "query-id";

  form.addEventListener("submit", ({ submitter }) => {
    form.elements.query.value = editor.text;
    if (submitter?.hasAttribute("formaction")) return; // it does not run the query
    queryId.value = newId();
    form.append(queryId);
    const isLong = isTooLong(editor.text);
    const build = form.elements.build?.value;
    form.method = isLong ? "post" : "get";
    if (isLong && build) form.action = `?build=${encodeURIComponent(build)}`; // it is read from there
    keep(WRITING, editor.view.hasFocus, "sessionStorage");
    cancel.hidden = false;
    say("The query runs.");
  });
  // The server is told, since a proxy in between may keep waiting for the answer that nobody wants.
  cancel.addEventListener("click", () => {
    window.stop();
    const body = new URLSearchParams({ "query-id": queryId.value });
    fetch(form.dataset.cancel, { method: "POST", body, keepalive: true }).catch(() => {});
    cancel.hidden = true;
    keep(WRITING, false, "sessionStorage");
    say("Cancelled.");
    editor.view.focus();
  });
  window.addEventListener("pageshow", () => (cancel.hidden = true));
  forgetId();

  form.querySelector("[name=layout]").addEventListener("click", async (event) => {
    event.preventDefault();
    const address = event.target.formAction;
    const body = new URLSearchParams({ query: editor.text });
    const response = await fetch(address, { method: "POST", headers: { Accept: "text/plain" }, body });
    if (response.ok) editor.replace(await response.text());
    editor.view.focus();
  });

  showNews(editor);
}

// The result, or what is wrong, comes into sight; who ran the query from within the editor writes on,
// and hears what came.
function showNews(editor) {
  const news = document.querySelector(".problem, #result + p");
  const beyond = news ? news.getBoundingClientRect().bottom - window.innerHeight : 0;
  // Not by scrollIntoView, from where Tab would go on.
  if (beyond > 0 && !location.hash) window.scrollBy(0, beyond);
  if (!kept(WRITING, false, "sessionStorage")) return;
  keep(WRITING, false, "sessionStorage");
  editor.view.focus();
  if (news?.matches("p")) say(news.textContent.replace(/\s+/g, " ").trim());
}

// So long that nobody else can cancel the query.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The address is for others too, and the query has ended.
function forgetId() {
  const address = new URL(location.href);
  if (!address.searchParams.has("query-id")) return;
  address.searchParams.delete("query-id");
  history.replaceState(history.state, "", address);
}
