// Draws each figure when it comes near the reader's eye, and all of them before printing.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  const charts = [...document.querySelectorAll(".chart")];
  const still = { displayModeBar: false, displaylogo: false, responsive: true };
  const onPaper = 660;

  const draw = (chart) => {
    if (chart.dataset.drawn) return Promise.resolve();
    chart.dataset.drawn = "yes";
    const { data, layout } = JSON.parse(chart.querySelector("script").textContent);
    const canvas = document.createElement("div");
    canvas.style.height = "100%";
    chart.append(canvas);
    chart.canvas = canvas;
    return Plotly.newPlot(canvas, data, { ...layout, autosize: true }, still);
  };

  const near = new IntersectionObserver(
    (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => draw(one.target)),
    { rootMargin: "600px" },
  );
  charts.forEach((chart) => near.observe(chart));

  // on paper every figure is there, as wide as the paper; its table stays folded
  window.addEventListener("beforeprint", () => {
    charts.forEach((chart) => {
      draw(chart);
      Plotly.relayout(chart.canvas, { width: onPaper });
    });
  });
  window.addEventListener("afterprint", () => {
    charts.forEach((chart) => Plotly.relayout(chart.canvas, { width: null, autosize: true }));
  });
})();
