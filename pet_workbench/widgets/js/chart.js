const config = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  scrollZoom: false,
  doubleClick: false,
};

// plotly sets its lettering in pixels, so large type enlarges the whole drawing, where there is room
const LARGE = 1.4;
const ROOM = 700;

function render({ model, el }) {
  el.classList.add("pet-chart");
  const plot = el.appendChild(document.createElement("div"));
  plot.setAttribute("role", "img");
  let Plotly;

  const describe = () => {
    plot.setAttribute("aria-label", model.get("alt"));
    plot.style.minHeight = `${model.get("figure").layout?.height ?? 320}px`;
  };
  const fit = () => {
    const large = document.documentElement.classList.contains("pet-large") && el.clientWidth >= ROOM;
    const scale = large ? LARGE : 1;
    plot.style.width = large ? `${100 / scale}%` : "";
    plot.style.transform = large ? `scale(${scale})` : "";
    plot.style.transformOrigin = "0 0";
    el.style.height = large ? `${Math.ceil(plot.offsetHeight * scale)}px` : "";
  };
  const draw = async () => {
    describe();
    slot.want();
    Plotly ??= await slot.promise;
    const { data = [], layout = {} } = structuredClone(model.get("figure"));
    await Plotly.react(plot, data, layout, config);
    plot.dataset.drawn = String(Number(plot.dataset.drawn ?? 0) + 1);
    fit();
  };
  const resize = () => {
    fit();
    if (plot.dataset.drawn && plot.offsetWidth) Plotly.Plots.resize(plot);
  };
  const observer = new ResizeObserver(resize);

  observer.observe(el);
  window.addEventListener("pet-large", resize);
  model.on("change:figure", draw);
  model.on("change:alt", describe);
  draw();
  return () => {
    observer.disconnect();
    window.removeEventListener("pet-large", resize);
    model.off("change:figure", draw);
    model.off("change:alt", describe);
    if (plot.dataset.drawn) Plotly.purge(plot);
  };
}

export default { render };
