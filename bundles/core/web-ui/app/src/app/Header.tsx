// SPDX-License-Identifier: Apache-2.0
import type { MouseEvent, ReactElement, ReactNode } from "react";
import { lastSearch } from "../query/lastSearch";
import { Icon, type IconName } from "../ui/Icon";
import { base, go } from "./router";
import { PAGES, type Page } from "./routes";
import { useSettings, type ThemeChoice } from "./settings";

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: "light", light: "dark", dark: "system" };
const THEME_ICON: Readonly<Record<ThemeChoice, IconName>> = { system: "system", light: "sun", dark: "moon" };
const THEME_NAME: Readonly<Record<ThemeChoice, string>> = {
  system: "as the system",
  light: "light",
  dark: "dark",
};

/** The bar on top: name, pages, theme and time zone. */
export function Header({ current }: { readonly current: Page | "unknown" }): ReactElement {
  const { themeChoice, setThemeChoice, zone, setZone } = useSettings();
  return (
    <header className="header">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="header-row">
        <PageLink page="query" className="brand" label="Narthex, to the query page">
          <img src={`${base}favicon.svg`} alt="" width="26" height="26" />
          <span>Narthex</span>
        </PageLink>
        <nav aria-label="Pages">
          {PAGES.map(({ page, title }) => (
            <PageLink key={page} page={page} current={page === current}>
              {title}
            </PageLink>
          ))}
        </nav>
        <div className="header-tools">
          <button
            type="button"
            className="header-button"
            aria-label={`Times in ${zone === "utc" ? "UTC" : "local time"}; change`}
            title={zone === "utc" ? "Times are UTC. Click for local time." : "Times are local. Click for UTC."}
            onClick={() => setZone(zone === "utc" ? "local" : "utc")}
          >
            <Icon name="clock" />
            <span className="tool-word">{zone === "utc" ? "UTC" : "Local"}</span>
          </button>
          <button
            type="button"
            className="header-button"
            aria-label={`Theme: ${THEME_NAME[themeChoice]}; change to ${THEME_NAME[NEXT_THEME[themeChoice]]}`}
            title={`Theme: ${THEME_NAME[themeChoice]}`}
            onClick={() => setThemeChoice(NEXT_THEME[themeChoice])}
          >
            <Icon name={THEME_ICON[themeChoice]} />
          </button>
        </div>
      </div>
    </header>
  );
}

interface LinkProps {
  readonly page: Page;
  readonly current?: boolean;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A link that changes the page without loading it, and stays a plain link for everything else a link can do. */
function PageLink({ page, current = false, className, label, children }: LinkProps): ReactElement {
  const onClick = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    go(page === "query" ? `query${lastSearch()}` : page);
  };
  return (
    <a
      href={base + page}
      className={className}
      aria-label={label}
      aria-current={current ? "page" : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
