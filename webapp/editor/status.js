// What the editor says below itself: it is seen, and screen readers tell it.

export function say(text, isError = false) {
  const place = document.getElementById("editor-status");
  place.textContent = text;
  place.classList.toggle("error", isError);
}

export function said() {
  return document.getElementById("editor-status").textContent;
}
