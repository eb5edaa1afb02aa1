// What the browser keeps for the console: JSON in its local storage, or in its session storage what is
// of one window alone. Where it keeps nothing (a private window, storage full or forbidden) the page
// works on without.

export function kept(name, otherwise, storage = "localStorage") {
  try {
    return JSON.parse(window[storage].getItem(`credgraph.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value, storage = "localStorage") {
  try {
    window[storage].setItem(`credgraph.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// A button that is no part of what the form sends.
export function button(text, action, { label, current = false, quiet = true } = {}) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (quiet) made.className = "plain";
  if (label) made.setAttribute("aria-label", label);
  if (current) made.setAttribute("aria-current", "true");
  made.addEventListener("click", action);
  return made;
}
