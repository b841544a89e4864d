// Buttons that each make a file when pressed, and save it under its name.
function render({ model, el }) {
  el.classList.add("pet-saver");
  const row = el.appendChild(document.createElement("div"));
  row.className = "pet-saver-buttons";
  const status = el.appendChild(document.createElement("p"));
  status.setAttribute("role", "status");
  status.className = "pet-small";
  const link = el.appendChild(document.createElement("a"));
  link.className = "pet-download";
  link.hidden = true;
  let url = "";

  const wait = (is) => row.querySelectorAll("button").forEach((one) => {
    one.setAttribute("aria-disabled", String(is));
  });
  const draw = () => {
    row.replaceChildren(
      ...model.get("files").map(([id, label, look]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = `jupyter-button ${look === "primary" ? "mod-primary" : ""}`.trim();
        button.textContent = label;
        button.addEventListener("click", () => {
          if (button.getAttribute("aria-disabled") === "true") return;
          wait(true);
          link.hidden = true;
          status.textContent = model.get("busy");
          model.send({ make: id });
        });
        return button;
      }),
    );
  };
  const receive = (message, buffers) => {
    wait(false);
    status.textContent = message.said;
    if (!buffers.length) return;
    if (url) URL.revokeObjectURL(url);
    url = URL.createObjectURL(new Blob(buffers, { type: message.type }));
    Object.assign(link, { href: url, download: message.name, textContent: message.again });
    link.hidden = false;
    link.click();
  };
  model.on("change:files", draw);
  model.on("msg:custom", receive);
  draw();
  return () => {
    if (url) URL.revokeObjectURL(url);
    model.off("change:files", draw);
    model.off("msg:custom", receive);
  };
}

export default { render };
