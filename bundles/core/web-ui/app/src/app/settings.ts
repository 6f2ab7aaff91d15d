// SPDX-License-Identifier: Apache-2.0
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { Zone } from "../format/time";

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

/** What a person chose for this browser. */
export interface Settings {
  readonly themeChoice: ThemeChoice;
  /** The choice, with `system` answered. */
  readonly theme: Theme;
  readonly zone: Zone;
  readonly setThemeChoice: (choice: ThemeChoice) => void;
  readonly setZone: (zone: Zone) => void;
}

export const SettingsContext = createContext<Settings | null>(null);

/** The settings in force. */
export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (settings === null) {
    throw new Error("useSettings outside of SettingsContext");
  }
  return settings;
}

/** Reads a stored text; storage may be forbidden, which is the same as empty. */
export function stored(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores a text for this browser, or forgets it; when storage is forbidden the choice lasts as long as the page. */
export function store(key: string, value: string | null): void {
  try {
    if (value === null) {
      window.localStorage.removeItem(key);
    } else {
      window.localStorage.setItem(key, value);
    }
  } catch {
    // Nothing to be done, and nothing is lost but the memory of a choice.
  }
}

const THEME_KEY = "narthex.theme";
const ZONE_KEY = "narthex.zone";

/** Keeps the settings, follows the system's theme and marks the document with the theme in force. */
export function useStoredSettings(): Settings {
  const [themeChoice, setThemeState] = useState<ThemeChoice>(() => {
    const kept = stored(THEME_KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  });
  const [zone, setZoneState] = useState<Zone>(() => (stored(ZONE_KEY) === "local" ? "local" : "utc"));
  const [systemDark, setSystemDark] = useState(() => window.matchMedia("(prefers-color-scheme: dark)").matches);

  useEffect(() => {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = (): void => setSystemDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);

  const theme: Theme = themeChoice === "system" ? (systemDark ? "dark" : "light") : themeChoice;
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  const setThemeChoice = useCallback((choice: ThemeChoice) => {
    store(THEME_KEY, choice === "system" ? null : choice);
    setThemeState(choice);
  }, []);
  const setZone = useCallback((next: Zone) => {
    store(ZONE_KEY, next === "utc" ? null : next);
    setZoneState(next);
  }, []);

  return useMemo(
    () => ({ themeChoice, theme, zone, setThemeChoice, setZone }),
    [themeChoice, theme, zone, setThemeChoice, setZone],
  );
}
