// Inside an embed: tells the page that frames it how tall it is. It speaks only to whoever asked,
// and sends a number.
"use strict";
let host = null;
function tell() {
  if (host) {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    host.source.postMessage({ type: "credgraph:height", height }, host.origin);
  }
}
window.addEventListener("message", (event) => {
  if (event.source === window.parent && event.data && event.data.type === "credgraph:hello") {
    host = { source: event.source, origin: event.origin };
    tell();
  }
});
new ResizeObserver(tell).observe(document.documentElement);
