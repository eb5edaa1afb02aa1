// A query that the page proposes goes into the editor, as a change that can be undone; it is not run.

export function wireAdvice(editor) {
  const status = document.getElementById("editor-status");
  for (const form of document.querySelectorAll("form.use")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      editor.replace(form.elements.query.value);
      status.textContent = "The query was put into the editor; Ctrl+Z brings yours back.";
      editor.view.focus();
      editor.view.dom.scrollIntoView({ block: "center" });
    });
  }
}
