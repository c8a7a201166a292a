import { useCallback, useEffect, useState } from "preact/hooks";

/** As the system has it, or as the reader wants it here. */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "segue-theme";
const DARK = "(prefers-color-scheme: dark)";

export interface ThemeView {
  readonly theme: Theme;
  /** What is on the screen now. */
  readonly isDark: boolean;
  readonly next: () => void;
}

export function useTheme(): ThemeView {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const [systemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const onChange = (): void => setSystemDark(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  document.documentElement.style.colorScheme = theme === "auto" ? "" : theme;
  const next = useCallback(() => {
    setTheme((now) => {
      const then = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? "auto";
      remember(then);
      return then;
    });
  }, []);
  return { theme, isDark: theme === "auto" ? systemDark : theme === "dark", next };
}

function storedTheme(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "auto";
  } catch {
    return "auto";
  }
}

/** A browser that keeps nothing forgets the choice with the page. */
function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}
