// The drawing works without this: every box is a link to its step in the list. This adds movement
// between boxes by arrow keys, and zoom.
"use strict";
{
  const drawing = document.querySelector("svg.pathway");
  const boxes = [...drawing.querySelectorAll("a")];
  const middle = (box) => {
    const { x, y, width, height } = box.getBBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  // The nearest box in a direction; what lies aside counts as twice as far.
  function nearest(from, [right, down]) {
    const start = middle(from);
    const ahead = boxes
      .map((box) => {
        const { x, y } = middle(box);
        const along = (x - start.x) * right + (y - start.y) * down;
        const aside = Math.abs((x - start.x) * down) + Math.abs((y - start.y) * right);
        return { box, along, distance: along + 2 * aside };
      })
      .filter(({ along }) => along > 1);
    return ahead.sort((a, b) => a.distance - b.distance)[0]?.box;
  }

  drawing.addEventListener("keydown", (event) => {
    const box = event.target.closest("a");
    if (!box || !(event.key in DIRECTIONS)) return;
    const next = nearest(box, DIRECTIONS[event.key]);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });

  const bar = document.querySelector(".zoom");
  let scale = 1;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const factor = Number(event.target.closest("button")?.dataset.factor);
    if (Number.isNaN(factor)) return;
    scale = factor === 0 ? 1 : Math.min(4, Math.max(0.4, scale * factor));
    drawing.setAttribute("width", drawing.viewBox.baseVal.width * scale);
    drawing.setAttribute("height", drawing.viewBox.baseVal.height * scale);
  });
}
