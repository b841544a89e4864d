const CHUNK = 1 << 20;

function render({ model, el }) {
  el.classList.add("pet-file");
  const id = `pet-file-${Math.random().toString(36).slice(2)}`;
  const name = el.appendChild(document.createElement("p"));
  name.className = "pet-file-name";
  const input = el.appendChild(document.createElement("input"));
  Object.assign(input, { type: "file", id, accept: model.get("accept") });
  const label = el.appendChild(document.createElement("label"));
  label.htmlFor = id;
  label.className = "pet-file-button";
  const status = el.appendChild(document.createElement("p"));
  status.setAttribute("role", "status");
  status.className = "pet-small";

  const show = () => {
    name.textContent = model.get("label");
    label.innerHTML = '<span class="pet-file-choose"></span><span class="pet-hidden"></span>';
    label.firstChild.textContent = model.get("choose");
    label.lastChild.textContent = `: ${model.get("label")}`;
    status.textContent = model.get("status");
  };
  const acknowledged = (n) =>
    new Promise((resolve) => {
      const listen = (message) => {
        if (message.received !== n) return;
        model.off("msg:custom", listen);
        resolve(message.go_on);
      };
      model.on("msg:custom", listen);
    });

  // in pieces, because a server refuses web socket messages above ten megabytes
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const total = Math.max(1, Math.ceil(file.size / CHUNK));
    for (let n = 0; n < total; n += 1) {
      const piece = await file.slice(n * CHUNK, (n + 1) * CHUNK).arrayBuffer();
      const answer = acknowledged(n);
      model.send({ n, total, name: file.name, size: file.size }, undefined, [piece]);
      if (!(await answer)) break;
    }
    input.value = "";
  });
  model.on("change:status", show);
  show();
  return () => model.off("change:status", show);
}

export default { render };
