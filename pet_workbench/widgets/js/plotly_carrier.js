// Running plotly.js keeps a slow computer busy for seconds, and anywidget gives up for good on a
// widget that does not begin within two.  So plotly.js runs once a chart is shown, which is when all
// widgets of the page have begun, and the page has a moment to spare.
const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 200));

function initialize({ model }) {
  const run = async () => {
    const source = new Blob([model.get("source")], { type: "text/javascript" });
    const url = URL.createObjectURL(source);
    await import(url);
    URL.revokeObjectURL(url);
  };
  slot.wanted.then(() => whenIdle(run, { timeout: 3000 }));
}

export default { initialize };
