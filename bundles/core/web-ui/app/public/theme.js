// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint, so that a page chosen to be dark never flashes white.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("narthex.theme");
  } catch {
    // Storage may be forbidden; the system's theme serves then.
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
