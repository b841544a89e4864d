const slot = (globalThis.petPlotly ??= (() => {
  const made = {};
  made.promise = new Promise((resolve) => (made.arrive = resolve));
  made.wanted = new Promise((resolve) => (made.want = resolve));
  return made;
})());
