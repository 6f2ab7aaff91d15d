// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from "react";
import { usePolling } from "../api/usePolling";
import { api } from "../app/api";
import { go } from "../app/router";
import { CopyButton } from "../ui/CopyButton";
import { holds, wordsOf } from "../ui/filter";
import { Notice } from "../ui/Notice";
import { SearchField } from "../ui/SearchField";
import { Tabs } from "../ui/Tabs";
import { describe, type Facts } from "./facts";
import { ReloadNotice, type Reload } from "./ReloadNotice";
import { RunningQueries } from "./RunningQueries";
import { useSettings } from "../app/settings";
import { yamlSpans } from "./yaml";

const TABS = [
  { value: "server", label: "Server" },
  { value: "config", label: "Configuration" },
  { value: "flags", label: "Flags" },
  { value: "queries", label: "Queries" },
] as const;
type StatusTab = (typeof TABS)[number]["value"];

/** What runs here, since when, and with which settings. */
export default function StatusPage({ search }: { readonly search: string }): ReactElement {
  const asked = useMemo(() => new URLSearchParams(search).get("tab"), [search]);
  const tab: StatusTab = TABS.find(({ value }) => value === asked)?.value ?? "server";
  return (
    <>
      <div className="page-head">
        <h1>Status</h1>
      </div>
      <Tabs
        name="Status"
        id="status"
        value={tab}
        tabs={TABS}
        onChange={(next) => go(next === "server" ? "status" : `status?tab=${next}`, "replace")}
      >
        {contentOf(tab)}
      </Tabs>
    </>
  );
}

function contentOf(tab: StatusTab): ReactElement {
  switch (tab) {
    case "server":
      return (
        <div className="status-grid">
          <FactSection title="Build" path="status/buildinfo" />
          <FactSection title="Runtime" path="status/runtimeinfo" />
        </div>
      );
    case "config":
      return <ConfigSection />;
    case "flags":
      return <FlagSection />;
    case "queries":
      return <RunningQueries />;
  }
}

interface SectionProps<T> {
  readonly title: string;
  /** Endpoint below `api/v1/`. */
  readonly path: string;
  readonly children: (data: T) => ReactNode;
}

/** One endpoint in a card; one that the server does not have is said to be missing, not to be broken. */
function Section<T>({ title, path, children }: SectionProps<T>): ReactElement {
  const ask = useCallback(async (signal: AbortSignal) => (await api.get<T>(path, {}, signal)).data, [path]);
  const { data, error } = usePolling(ask, 0);
  return (
    <section className="card" aria-label={title}>
      {error !== null && (
        <Notice tone={error.missing ? "info" : "error"} title={`${title}: ${error.missing ? "not offered by this server" : "not available"}.`}>
          {!error.missing && <p>{error.message}</p>}
        </Notice>
      )}
      {data === null && error === null && <p className="loading">Loading…</p>}
      {data !== null && children(data)}
    </section>
  );
}

function FactSection({ title, path }: { readonly title: string; readonly path: string }): ReactElement {
  const { zone } = useSettings();
  return (
    <Section<Facts> title={title} path={path}>
      {(facts) => (
        <>
          <h2 className="card-title">{title}</h2>
          <table className="facts">
            <tbody>
              {describe(facts, zone).map(({ name, value }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value === "" ? <span className="muted">–</span> : value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}

function ConfigSection(): ReactElement {
  return (
    <Section<Reload & { readonly yaml: string }> title="Configuration" path="status/config">
      {({ yaml, ...reload }) => (
        <>
          <ReloadNotice reload={reload} />
          <div className="card-head">
            <p className="muted">The configuration in force, with defaults filled in and secrets hidden.</p>
            <CopyButton text={yaml} />
          </div>
          <pre className="yaml" tabIndex={0} aria-label="Configuration as YAML">
            {yamlSpans(yaml).map(({ part, text }, i) =>
              part === "plain" ? (
                text
              ) : (
                <span key={i} className={`yaml-${part}`}>
                  {text}
                </span>
              ),
            )}
          </pre>
        </>
      )}
    </Section>
  );
}

function FlagSection(): ReactElement {
  const [filter, setFilter] = useState("");
  const words = wordsOf(filter);
  return (
    <Section<Readonly<Record<string, string>>> title="Flags" path="status/flags">
      {(flags) => (
        <>
          <div className="card-head">
            <SearchField name="Filter flags" value={filter} onChange={setFilter} />
          </div>
          <table className="facts">
            <tbody>
              {Object.entries(flags)
                .filter(([name, value]) => holds(`--${name} ${value}`, words))
                .sort(([a], [b]) => a.localeCompare(b))
                .map(([name, value]) => (
                  <tr key={name}>
                    <th scope="row">
                      <code>--{name}</code>
                    </th>
                    <td>{value === "" ? <span className="muted">–</span> : <code>{value}</code>}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
