// Worked examples: while words are typed, hides those in whose text on this page they do not stand.

const form = document.querySelector("form[data-filter]");
const status = form.querySelector("[role=status]");
const groups = [...document.querySelectorAll(".group")];

form.elements.q.addEventListener("input", () => {
  const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of groups) {
    const fitting = [...group.querySelectorAll(".example")].filter((example) => {
      const text = example.textContent.toLowerCase();
      example.hidden = !words.every((word) => text.includes(word));
      return !example.hidden;
    });
    shown += fitting.length;
    group.hidden = fitting.length === 0;
    if (group.tagName === "DETAILS") group.open = words.length > 0 && fitting.length > 0;
  }
  status.textContent = words.length ? `${shown} ${shown === 1 ? "example" : "examples"}` : "";
});
