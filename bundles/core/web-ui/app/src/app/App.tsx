// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useEffect, type ReactElement } from "react";
import { QueryPage } from "../query/QueryPage";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { Notice } from "../ui/Notice";
import { Header } from "./Header";
import { go, useRoute } from "./router";
import { PAGES, type Route } from "./routes";
import { SettingsContext, useStoredSettings } from "./settings";

const TargetsPage = lazy(() => import("../targets/TargetsPage"));
const PluginsPage = lazy(() => import("../plugins/PluginsPage"));
const StatusPage = lazy(() => import("../status/StatusPage"));

/** The whole app: the bar on top and the page that the address asks for. */
export function App(): ReactElement {
  const settings = useStoredSettings();
  const route = useRoute();

  useEffect(() => {
    if (route.moved !== null) {
      go(route.moved, "replace");
    }
    const title = PAGES.find(({ page }) => page === route.page)?.title;
    document.title = title === undefined ? "Narthex" : `${title} · Narthex`;
  }, [route]);

  return (
    <SettingsContext value={settings}>
      <Header current={route.page} />
      <main id="main" tabIndex={-1}>
        <ErrorBoundary key={route.page} what="This page">
          <Suspense fallback={<p className="loading">Loading…</p>}>{pageOf(route)}</Suspense>
        </ErrorBoundary>
      </main>
    </SettingsContext>
  );
}

function pageOf(route: Route): ReactElement {
  switch (route.page) {
    case "query":
      return <QueryPage search={route.search} />;
    case "targets":
      return <TargetsPage search={route.search} />;
    case "plugins":
      return <PluginsPage search={route.search} />;
    case "status":
      return <StatusPage search={route.search} />;
    case "unknown":
      return (
        <Notice tone="warning" title="There is no such page.">
          <p>The pages are in the bar on top.</p>
        </Notice>
      );
  }
}
