// A switch for larger type on the whole page; this tab remembers it on the other pages.
const KEY = "pet-workbench-large";
const CHANGED = "pet-large";
const root = document.documentElement;

function remembered() {
  try {
    return window.sessionStorage.getItem(KEY) === "1";
  } catch {
    return root.classList.contains("pet-large");
  }
}

function render({ model, el }) {
  const button = el.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "pet-switch";
  button.setAttribute("role", "switch");
  button.textContent = model.get("label");

  const show = () => {
    const on = root.classList.contains("pet-large");
    button.setAttribute("aria-checked", String(on));
    model.set("on", on);
    model.save_changes();
  };
  const become = (on) => {
    root.classList.toggle("pet-large", on);
    try {
      if (on) window.sessionStorage.setItem(KEY, "1");
      else window.sessionStorage.removeItem(KEY);
    } catch {
      // without storage the switch still works on this page
    }
    window.dispatchEvent(new CustomEvent(CHANGED));
    // charts measure their box when the window changes
    window.dispatchEvent(new Event("resize"));
  };
  const asked = () => become(model.get("on"));
  const isNew = () => model.get("on") !== root.classList.contains("pet-large") && asked();
  button.addEventListener("click", () => become(!root.classList.contains("pet-large")));
  window.addEventListener(CHANGED, show);
  model.on("change:on", isNew);
  root.classList.toggle("pet-large", remembered());
  show();
  return () => {
    window.removeEventListener(CHANGED, show);
    model.off("change:on", isNew);
  };
}

export default { render };
