// Running plotly.js keeps a slow computer busy for seconds, and anywidget gives up for good on a
// widget that does not begin within two.  So plotly.js runs once a chart is shown, which is when all
// widgets of the page have begun, and the page has a moment to spare.
const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 200));

// From the server: a browser keeps it compiled for the next page.
const fromServer = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = reject;
    script.src = address;
    document.head.append(script);
  });

// From the kernel: works everywhere, but is compiled anew on every page.
const fromKernel = async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  await import(url);
  URL.revokeObjectURL(url);
};

function initialize({ model }) {
  const run = async () => {
    const source = model.get("source");
    if (source) return fromKernel(source);
    try {
      slot.arrive(await fromServer(`${document.body.dataset.baseUrl}${model.get("served")}`));
    } catch {
      model.on("change:source", () => fromKernel(model.get("source")));
      model.send("source");
    }
  };
  slot.wanted.then(() => whenIdle(run, { timeout: 3000 }));
}

export default { initialize };
