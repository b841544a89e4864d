const slot = (globalThis.petPlotly ??= (() => {
  let arrive;
  const promise = new Promise((resolve) => (arrive = resolve));
  return { promise, arrive };
})());
