// Runs before anything is painted, so that no page flashes in the wrong colours.
try {
  const chosen = localStorage.getItem("tocsin-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch {
  // Where storage is forbidden the system's own preference holds.
}
