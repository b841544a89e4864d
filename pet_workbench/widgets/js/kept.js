// Keeps a text in this tab until it is closed: on this computer only, nothing is sent.
const KEY = "pet-workbench-dossier";
const CHANGED = "pet-kept";

function render({ model, el }) {
  el.style.display = "none";
  const me = {};
  const tell = (storage, found) => {
    model.set("seen", { storage, found });
    model.save_changes();
  };
  // a browser may refuse storage altogether, and then even naming it is an error
  const read = () => {
    try {
      tell("on", window.sessionStorage.getItem(KEY) ?? "");
    } catch {
      tell("off", "");
    }
  };
  const write = () => {
    const content = model.get("content");
    try {
      if ((window.sessionStorage.getItem(KEY) ?? "") === content) return;
      if (content) window.sessionStorage.setItem(KEY, content);
      else window.sessionStorage.removeItem(KEY);
      window.dispatchEvent(new CustomEvent(CHANGED, { detail: me }));
    } catch (error) {
      tell(error.name === "QuotaExceededError" ? "full" : "off", "");
    }
  };
  const forget = (message) => {
    if (!message.forget) return;
    try {
      window.sessionStorage.removeItem(KEY);
    } catch {
      return;
    }
    window.dispatchEvent(new CustomEvent(CHANGED, { detail: me }));
  };
  // in JupyterLab two of the pages may be open in one tab
  const heard = (event) => event.detail !== me && read();
  const back = (event) => event.persisted && read();
  model.on("change:content", write);
  model.on("msg:custom", forget);
  window.addEventListener(CHANGED, heard);
  window.addEventListener("pageshow", back);
  read();
  return () => {
    model.off("change:content", write);
    model.off("msg:custom", forget);
    window.removeEventListener(CHANGED, heard);
    window.removeEventListener("pageshow", back);
  };
}

export default { render };
