// What a query on this graph can name: fetched once, and kept by the browser for its build.

let wanted;

// { prefixes, classes, properties, of, to, values }; see docs/console.md.
export function terms(form) {
  wanted ??= fetch(form.dataset.terms)
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    .catch(() => ({ prefixes: {}, classes: {}, properties: {}, of: {}, to: {}, values: {} }));
  return wanted;
}
