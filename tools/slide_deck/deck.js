"use strict";
const slides = [...document.querySelectorAll("section.slide")];
const place = document.getElementById("place");
let now = 0;

function go(to, focus = true) {
  now = Math.max(0, Math.min(slides.length - 1, to));
  slides.forEach((slide, n) => { slide.hidden = n !== now; });
  place.textContent = slides[now].querySelector(".number").textContent;
  document.getElementById("previous").disabled = now === 0;
  document.getElementById("next").disabled = now === slides.length - 1;
  history.replaceState(null, "", "#" + (now + 1));
  window.scrollTo(0, 0);
  slides[now].scrollTop = 0;
  if (focus) slides[now].querySelector("h1, h2").focus();
}

const KEYS = {
  ArrowRight: () => now + 1, ArrowDown: () => now + 1, PageDown: () => now + 1, " ": () => now + 1,
  ArrowLeft: () => now - 1, ArrowUp: () => now - 1, PageUp: () => now - 1, Backspace: () => now - 1,
  Home: () => 0, End: () => slides.length - 1,
};

document.addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const onControl = event.target.closest("button, summary, a");
  if (onControl && (event.key === " " || event.key === "Enter")) return;
  if (event.key === "f" || event.key === "F") {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  } else if (event.key in KEYS) {
    event.preventDefault();
    go(KEYS[event.key]());
  }
});
document.getElementById("previous").addEventListener("click", () => go(now - 1, false));
document.getElementById("next").addEventListener("click", () => go(now + 1, false));
window.addEventListener("hashchange", () => go(Number(location.hash.slice(1)) - 1 || 0));
window.addEventListener("beforeprint", () => slides.forEach(slide => { slide.hidden = false; }));
window.addEventListener("afterprint", () => go(now, false));

slides.forEach(slide => slide.querySelector("h1, h2").setAttribute("tabindex", "-1"));
document.body.classList.add("one-by-one");
go(Number(location.hash.slice(1)) - 1 || 0, false);
