// The colours that the reader chose, as the explorer keeps them; before the first paint.
"use strict";
(() => {
  const key = "kg-theme";
  const read = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const root = document.documentElement;
  if (read()) root.dataset.theme = read();
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem(key, root.dataset.theme); } catch { /* a private window keeps nothing */ }
    });
  });
})();
