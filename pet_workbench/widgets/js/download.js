function render({ model, el }) {
  const link = el.appendChild(document.createElement("a"));
  link.className = "pet-download";
  let url = "";

  const show = () => {
    if (url) URL.revokeObjectURL(url);
    const content = model.get("content");
    el.hidden = !content?.byteLength;
    if (el.hidden) return;
    url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
    link.href = url;
    link.download = model.get("filename");
    link.textContent = model.get("label");
  };
  model.on("change:content", show);
  show();
  return () => {
    if (url) URL.revokeObjectURL(url);
    model.off("change:content", show);
  };
}

export default { render };
