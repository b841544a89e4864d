// What ipywidgets leaves out of its controls for people who listen or use a keyboard.
const set = (node, name, value) => {
  if (node && value && node.getAttribute(name) !== value) node.setAttribute(name, value);
};

function improve(panel) {
  panel.querySelectorAll('[title="null"]').forEach((node) => node.removeAttribute("title"));
  panel.querySelectorAll(".widget-slider, .jupyter-widget-slider").forEach((slider) => {
    const label = slider.querySelector(".widget-label")?.textContent.trim();
    const readout = slider.querySelector(".widget-readout");
    slider.querySelectorAll(".noUi-handle").forEach((handle) => {
      set(handle, "aria-label", label);
      set(handle, "aria-valuetext", readout?.textContent.trim());
    });
    // the handle already says its value in words; typing into this one would change nothing
    if (readout?.isContentEditable) readout.contentEditable = "false";
    set(readout, "aria-hidden", "true");
  });
  panel.querySelectorAll(".widget-radio").forEach((group) => {
    set(group, "role", "radiogroup");
    set(group, "aria-label", group.querySelector(".widget-label")?.textContent.trim());
  });
  // what scrolls sideways has to be within reach of the keyboard
  panel.querySelectorAll(".pet-broad").forEach((box) => set(box, "tabindex", "0"));
  panel.querySelectorAll(".pet-fold-button").forEach((button) => {
    set(button, "aria-expanded", String(button.classList.contains("mod-active")));
  });
  panel.querySelectorAll(".widget-toggle-buttons").forEach((group) => {
    set(group, "role", "group");
    set(group, "aria-label", group.querySelector(".widget-label")?.textContent.trim());
    group.querySelectorAll("button").forEach((button) => {
      set(button, "aria-pressed", String(button.classList.contains("mod-active")));
    });
  });
}

function render({ model, el }) {
  el.style.display = "none";
  let waiting = 0;
  let observer;
  const start = () => {
    const panel = el.closest(".pet-panel");
    if (!panel) return;
    panel.lang = model.get("lang");
    const label = model.get("label");
    if (label) {
      panel.setAttribute("role", "region");
      panel.setAttribute("aria-label", label);
    }
    observer = new MutationObserver(() => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => improve(panel));
    });
    observer.observe(panel, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["aria-valuenow", "aria-valuetext", "class"],
    });
    improve(panel);
  };
  // a view is rendered before it is put into the page
  requestAnimationFrame(function attached() {
    if (el.isConnected) start();
    else waiting = requestAnimationFrame(attached);
  });
  return () => {
    cancelAnimationFrame(waiting);
    observer?.disconnect();
  };
}

export default { render };
