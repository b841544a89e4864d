// Shows HTML that the kernel writes, changes only what differs, and says what the reader does.
// What is kept: an opened fold, the place of the focus, and the node that somebody is using.
const nameOf = (node) => (node.nodeType === 1 && node.dataset.key) || "";
const alike = (one, other) => one.nodeName === other.nodeName && nameOf(one) === nameOf(other);

function update(node, next) {
  if (node.nodeType !== 1) {
    if (node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
    return;
  }
  const isFold = node.nodeName === "DETAILS"; // whether it is open is the reader's business
  for (const { name } of [...node.attributes]) {
    if (!next.hasAttribute(name) && !(isFold && name === "open")) node.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (node.getAttribute(name) !== value && !(isFold && name === "open")) {
      node.setAttribute(name, value);
    }
  }
  if (node.nodeName === "INPUT") node.checked = next.hasAttribute("checked");
  children(node, next);
}

function children(parent, next) {
  const named = new Map([...parent.childNodes].map((node) => [nameOf(node), node]));
  let here = parent.firstChild;
  for (const wanted of [...next.childNodes]) {
    const name = nameOf(wanted);
    const found = name ? named.get(name) : here;
    if (!found || !alike(found, wanted)) {
      parent.insertBefore(wanted, here);
      continue;
    }
    if (found === here) here = here.nextSibling;
    else parent.insertBefore(found, here);
    update(found, wanted);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

async function copy(button) {
  const said = button.parentElement.querySelector("[data-said]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.done;
  } catch {
    said.textContent = button.dataset.failed; // the text itself stands on the page
  }
}

function render({ model, el }) {
  el.classList.add("pet-board");
  const draw = () => {
    const active = el.contains(document.activeElement) ? document.activeElement : null;
    const next = document.createElement("template");
    next.innerHTML = model.get("html");
    children(el, next.content);
    if (active?.isConnected && active !== document.activeElement) {
      active.focus({ preventScroll: true });
    }
  };
  const tell = (what, value, on) => model.send({ do: what, value, on });
  el.addEventListener("change", (event) => {
    const { dataset, value, checked } = event.target;
    if (dataset.do) tell(dataset.do, value, Boolean(checked));
  });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.copy) copy(button);
    else if (button.dataset.do) tell(button.dataset.do, button.value, true);
  });
  model.on("change:html", draw);
  model.on("msg:custom", ({ focus }) => {
    const place = focus && el.querySelector(`[data-key="${CSS.escape(focus)}"]`);
    if (!place) return;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  });
  draw();
  return () => model.off("change:html", draw);
}

export default { render };
