// The console works without this. It adds Ctrl+Enter, and sends a query that is too long for an
// address as a POST.
const LONGEST_ADDRESS = 6000;
const form = document.getElementById("console");
const query = document.getElementById("query");

form.addEventListener("submit", () => {
  const isLong = encodeURIComponent(query.value).length > LONGEST_ADDRESS;
  const build = form.elements.build?.value;
  form.method = isLong ? "post" : "get";
  if (isLong && build) form.action = `?build=${encodeURIComponent(build)}`; // read from there only
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
const place = document.querySelector(".problem");
if (place) place.scrollIntoView({ block: "nearest" });
