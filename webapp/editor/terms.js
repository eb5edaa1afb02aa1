// What a query on this graph can name: fetched once, and kept by the browser for its build.

let wanted;
const lists = new Map();

// { prefixes, classes, properties, of, to, values, targets }; see docs/console.md.
export function terms(form) {
  wanted ??= json(form.dataset.terms, {
    prefixes: {}, classes: {}, properties: {}, of: {}, to: {}, values: {}, targets: {},
  });
  return wanted;
}

// [term, label] of all things of a class that a property leads to (both are IRIs), where they are
// not too many.
export function things(form, cls, property) {
  const address = new URL(form.dataset.things, location.href);
  address.searchParams.set("class", cls);
  address.searchParams.set("property", property);
  if (!lists.has(address.href)) lists.set(address.href, json(address, []));
  return lists.get(address.href);
}

async function json(address, otherwise) {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : otherwise;
  } catch {
    return otherwise; // the server is away; there is nothing to offer, then
  }
}
