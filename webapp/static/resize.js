// For the page that frames embeds: makes each as tall as its content. Without it they scroll.
"use strict";
(() => {
  const source = new URL(document.currentScript.src);
  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((f) => f.src.startsWith(source.origin + "/"));
  // An embed is sandboxed and has no origin of its own, so who sent a message is told by its window.
  window.addEventListener("message", (event) => {
    const frame = frames().find((f) => f.contentWindow === event.source);
    const data = event.data;
    if (frame && data && data.type === "credgraph:height" && Number.isFinite(data.height)) {
      frame.style.height = `${Math.min(Math.max(data.height, 50), 20000)}px`;
    }
  });
  const greet = (frame) => {
    frame.style.border = "0";
    frame.contentWindow.postMessage({ type: "credgraph:hello" }, "*");
  };
  for (const frame of frames()) {
    frame.addEventListener("load", () => greet(frame));
    greet(frame);
  }
})();
