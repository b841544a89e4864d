// Parties with their lines, to fill in.  The kernel decides what is shown and what is wrong; here
// are only fields.  Everything a person typed goes into the page as text, never as mark-up.
const make = (tag, properties = {}, children = []) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

function render({ model, el }) {
  el.classList.add("pet-balance");
  const unfolded = new Set();
  let known = false;
  let drawing = false;

  const words = () => model.get("labels");
  const send = (message) => model.send(message);

  function field(owner, name, value, wrong, label, kind) {
    const key = `${owner}|${name}`;
    const id = `pet-balance-${key}`.replaceAll(/[^A-Za-z0-9-]/g, "_");
    const options = words().options[name];
    const input = options
      ? make("select", { id }, options.map(([one, said]) => make("option", { value: one, textContent: said, selected: one === value })))
      : make("input", { id, type: "text", value, autocomplete: "off", inputMode: kind === "number" ? "decimal" : "text" });
    input.dataset.key = key;
    if (wrong) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${id}-wrong`);
    }
    input.dataset.sent = input.value;
    const commit = () => {
      if (drawing || input.value === input.dataset.sent) return;
      input.dataset.sent = input.value;
      send({ do: "edit", id: owner, field: name, value: input.value });
    };
    // a field that was redrawn while somebody typed in it fires no change when it is left
    input.addEventListener("change", commit);
    input.addEventListener("blur", commit);
    const parts = [make("label", { htmlFor: id, textContent: label }), input];
    if (wrong) parts.push(make("p", { id: `${id}-wrong`, className: "pet-balance-wrong", textContent: wrong }));
    return make("div", { className: `pet-balance-field pet-balance-${name}` }, parts);
  }

  function line(one) {
    const said = words();
    const numbers = ["first", "low", "likely", "high"];
    const fields = ["says", "kind", "when", ...numbers].map((name) =>
      field(one.id, name, one.fields[name], one.errors[name], said.fields[name], numbers.includes(name) ? "number" : "text"));
    const remove = make("button", { type: "button", className: "pet-balance-remove", textContent: "×", "aria-label": `${said.remove}: ${one.name}`, title: said.remove });
    remove.addEventListener("click", () => send({ do: "remove", id: one.id }));
    const group = make("div", { className: "pet-balance-line", role: "group", "aria-label": one.name }, [...fields, remove]);
    group.dataset.kind = one.fields.kind;
    if (one.errors.row) group.append(make("p", { className: "pet-balance-wrong pet-balance-row", role: "alert", textContent: one.errors.row }));
    if (one.source) group.append(make("p", { className: "pet-small pet-balance-source", textContent: one.source }));
    return group;
  }

  function adding(party) {
    const said = words();
    const id = `pet-balance-add-${party.id}`.replaceAll(/[^A-Za-z0-9-]/g, "_");
    const choice = make("select", { id }, said.defaults.map(([one, text]) => make("option", { value: one, textContent: text })));
    choice.dataset.key = `${party.id}|add`;
    const button = make("button", { type: "button", className: "jupyter-button", textContent: said.add });
    button.addEventListener("click", () => send({ do: "add", id: party.id, line: choice.value }));
    return make("div", { className: "pet-balance-adding" }, [make("label", { htmlFor: id, textContent: said.adding }), choice, button]);
  }

  function party(one) {
    const said = words();
    const grades = Object.entries(said.asked).map(([name, label]) =>
      field(one.id, name, one.grades[name], "", label, "text"));
    const remove = make("button", { type: "button", className: "jupyter-button", textContent: said.remove_party, "aria-label": `${said.remove_party}: ${one.name}`, disabled: !one.removable });
    remove.addEventListener("click", () => send({ do: "remove", id: one.id }));
    const head = make("summary", {}, [
      make("span", { className: "pet-balance-name", textContent: one.name }),
      make("span", { className: "pet-balance-result", textContent: one.result }),
    ]);
    const box = make("details", { className: "pet-balance-party", open: unfolded.has(one.id) }, [
      head,
      field(one.id, "name", one.name, one.errors.name, said.fields.name, "text"),
      make("div", { className: "pet-balance-grades", role: "group", "aria-label": said.beside }, grades),
      ...one.lines.map(line),
      adding(one),
      remove,
    ]);
    head.dataset.key = `${one.id}|head`;
    head.tabIndex = 0;
    box.addEventListener("toggle", () => (box.open ? unfolded.add(one.id) : unfolded.delete(one.id)));
    return box;
  }

  const show = () => {
    const shown = model.get("shown");
    if (!known && shown.parties.length) unfolded.add(shown.parties[0].id);
    known = true;
    if (shown.open) unfolded.add(shown.open);
    const active = el.contains(document.activeElement) ? document.activeElement : null;
    const here = active && { key: active.dataset.key, value: active.value, from: active.selectionStart, to: active.selectionEnd };
    const add = make("button", { type: "button", className: "jupyter-button pet-balance-add-party", textContent: words().add_party, disabled: !shown.may_add });
    add.addEventListener("click", () => send({ do: "add_party" }));
    drawing = true;
    el.replaceChildren(...shown.parties.map(party), add);
    drawing = false;
    const goal = shown.focus || here?.key;
    const field = goal && el.querySelector(`[data-key="${CSS.escape(goal)}"]`);
    if (!field) return;
    // what is being typed while an answer arrives stays as it is
    if (!shown.focus && here.from != null && field.tagName === "INPUT") {
      field.value = here.value;
      field.setSelectionRange(here.from, here.to);
    }
    field.focus({ preventScroll: !shown.focus });
  };

  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    // down to the same field of the next line, as in a spreadsheet
    const name = event.target.dataset.key.split("|")[1];
    const column = [...el.querySelectorAll(`details[open] input[data-key$="|${name}"]`)];
    const next = column[column.indexOf(event.target) + 1];
    event.target.dispatchEvent(new Event("change"));
    if (next) next.focus();
  });

  model.on("change:shown", show);
  show();
  return () => model.off("change:shown", show);
}

export default { render };
