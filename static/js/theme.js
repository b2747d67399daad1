// Runs in the head, before anything is drawn: says that scripts run, and follows the device's
// theme when the person has chosen none (a chosen one comes from the server, in the markup).
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  if (!root.hasAttribute("data-theme-auto")) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  follow();
  dark.addEventListener("change", follow);
})();
