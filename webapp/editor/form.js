// The form around the editor: how it is sent, cancelled and laid out anew.

const LONGEST_ADDRESS = 6000; // servers and proxies take addresses of about 8,000 characters

export function wireForm(form, editor) {
  const cancel = document.getElementById("cancel");
  const running = document.getElementById("editor-status");

  form.addEventListener("submit", () => {
    form.elements.query.value = editor.text;
    const isLong = encodeURIComponent(editor.text).length > LONGEST_ADDRESS;
    const build = form.elements.build?.value;
    form.method = isLong ? "post" : "get";
    if (isLong && build) form.action = `?build=${encodeURIComponent(build)}`; // read from there only
    cancel.hidden = false;
    running.textContent = "The query runs.";
  });
  // Nobody waits then, and the server stops the query.
  cancel.addEventListener("click", () => {
    window.stop();
    cancel.hidden = true;
    running.textContent = "Cancelled.";
    editor.view.focus();
  });
  window.addEventListener("pageshow", () => (cancel.hidden = true));

  form.querySelector("[name=layout]").addEventListener("click", async (event) => {
    event.preventDefault();
    const address = event.target.formAction;
    const body = new URLSearchParams({ query: editor.text });
    const response = await fetch(address, { method: "POST", headers: { Accept: "text/plain" }, body });
    if (response.ok) editor.replace(await response.text());
    editor.view.focus();
  });

  document.querySelector(".problem")?.scrollIntoView({ block: "nearest" });
}
