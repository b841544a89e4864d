const config = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  scrollZoom: false,
  doubleClick: false,
};

function render({ model, el }) {
  el.classList.add("pet-chart");
  const plot = el.appendChild(document.createElement("div"));
  plot.setAttribute("role", "img");
  let Plotly;

  const describe = () => {
    plot.setAttribute("aria-label", model.get("alt"));
    plot.style.minHeight = `${model.get("figure").layout?.height ?? 320}px`;
  };
  const draw = async () => {
    describe();
    slot.want();
    Plotly ??= await slot.promise;
    const { data = [], layout = {} } = structuredClone(model.get("figure"));
    await Plotly.react(plot, data, layout, config);
    plot.dataset.drawn = String(Number(plot.dataset.drawn ?? 0) + 1);
  };
  const observer = new ResizeObserver(() => {
    if (plot.dataset.drawn && plot.offsetWidth) Plotly.Plots.resize(plot);
  });

  observer.observe(el);
  model.on("change:figure", draw);
  model.on("change:alt", describe);
  draw();
  return () => {
    observer.disconnect();
    model.off("change:figure", draw);
    model.off("change:alt", describe);
    if (plot.dataset.drawn) Plotly.purge(plot);
  };
}

export default { render };
