// Tells when the page is ready, whether it still has its kernel, and what is on it.
(() => {
  const body = document.body;
  const message = document.querySelector(".pet-waiting p");
  const cells = document.getElementById("pet-cells");

  const become = (state) => {
    if (body.dataset.petState === state) return;
    body.dataset.petState = state;
    message.textContent = message.dataset[state];
    message.parentElement.setAttribute("role", state === "ready" ? "status" : "alert");
  };

  const list = document.querySelector(".pet-contents ol");
  const headings = [...cells.querySelectorAll(".jp-MarkdownCell h2")].filter((h) => h.offsetParent);
  headings.forEach((heading, n) => {
    heading.id = `pet-section-${n + 1}`;
    const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
    link.href = `#${heading.id}`;
    link.textContent = [...heading.childNodes].filter((node) => !node.classList?.contains("anchor-link"))
      .map((node) => node.textContent).join("").trim();
  });
  if (headings.length > 3) {
    const opening = cells.querySelector(".jp-MarkdownCell");
    const contents = document.querySelector(".pet-contents");
    opening?.after(contents);
    contents.hidden = false;
  }

  const pending = () =>
    cells.querySelector('script[type="application/vnd.voila.cell-output+json"]') ||
    [...cells.querySelectorAll(".jp-OutputArea-output")].some((output) => !output.firstElementChild);
  // which scripts the next page in this tab can fetch early; see index.html.j2
  const remember = () => {
    const ours = /\/voila\/(static|labextensions)\/.+\.js/;
    const scripts = performance.getEntriesByType("resource").map((entry) => entry.name);
    try {
      const kept = JSON.stringify([...new Set(scripts.filter((name) => ours.test(name)))]);
      sessionStorage.setItem("pet-workbench-scripts", kept);
    } catch {
      // then the next page fetches them later
    }
  };
  const finish = () => {
    become("ready");
    remember();
  };
  const observer = new MutationObserver(() => {
    if (pending()) return;
    observer.disconnect();
    finish();
  });
  observer.observe(cells, { childList: true, subtree: true });
  setTimeout(() => body.dataset.petState === "waiting" && become("failed"), 90000);
  if (!pending()) finish();

  // a part that the kernel makes comes too late for the browser's own jump to it
  const goal = decodeURIComponent(location.hash.slice(1));
  if (goal && !document.getElementById(goal)) {
    const lookout = new MutationObserver(() => {
      const part = document.getElementById(goal);
      if (!part) return;
      lookout.disconnect();
      requestAnimationFrame(() => part.scrollIntoView());
    });
    lookout.observe(cells, { childList: true, subtree: true });
  }

  // only the decision pages switch large type on; every page lets a reader switch it off
  const root = document.documentElement;
  const normal = document.querySelector(".pet-normal-type");
  const offer = () => (normal.hidden = !root.classList.contains("pet-large"));
  normal.addEventListener("click", () => {
    root.classList.remove("pet-large");
    try {
      sessionStorage.removeItem("pet-workbench-large");
    } catch {
      // then it was not remembered either
    }
    window.dispatchEvent(new CustomEvent("pet-large"));
    window.dispatchEvent(new Event("resize"));
    document.querySelector("main").focus();
  });
  window.addEventListener("pet-large", offer);
  offer();

  // Voilà ends the kernel of a page that is left, but only for a browser that has this cookie
  if (!/\b_xsrf=/.test(document.cookie)) fetch(`${body.dataset.baseUrl}tree`);

  let leaving = false;
  window.addEventListener("pagehide", () => (leaving = true));
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...parameters) {
      super(...parameters);
      if (!String(parameters[0]).includes("/api/kernels/")) return;
      this.addEventListener("open", () => body.dataset.petState === "stopped" && become("ready"));
      this.addEventListener("close", () => {
        if (!leaving && body.dataset.petState === "ready") become("stopped");
      });
    }
  };
})();
