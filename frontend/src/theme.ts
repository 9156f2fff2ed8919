import { useEffect, useState } from "preact/hooks";

/** Light or dark: as the system prefers, until somebody chooses. */
export type Theme = "light" | "dark";

const KEPT = "tocsin-theme";
const CHANGED = "tocsin-theme-changed";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

export function choose(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // Where storage is forbidden the choice holds for this page alone.
  }
  dispatchEvent(new Event(CHANGED));
}

export function useTheme(): Theme {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const follow = (): void => setTheme(currentTheme());
    addEventListener(CHANGED, follow);
    dark.addEventListener("change", follow);
    return () => {
      removeEventListener(CHANGED, follow);
      dark.removeEventListener("change", follow);
    };
  }, []);
  return theme;
}

/** Whether the system asks for as little movement as can be. */
export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
