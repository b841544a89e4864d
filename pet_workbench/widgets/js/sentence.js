function render({ model, el }) {
  el.classList.add("pet-sentence");
  el.setAttribute("role", "status");
  el.setAttribute("aria-live", "polite");
  const say = () => (el.innerHTML = model.get("value"));
  model.on("change:value", say);
  say();
  return () => model.off("change:value", say);
}

export default { render };
