// Tells the kernel which part of the page a link points at.
function render({ model, el }) {
  el.style.display = "none";
  const tell = () => {
    model.set("fragment", decodeURIComponent(location.hash.slice(1)));
    model.save_changes();
  };
  window.addEventListener("hashchange", tell);
  if (location.hash) tell();
  return () => window.removeEventListener("hashchange", tell);
}

export default { render };
