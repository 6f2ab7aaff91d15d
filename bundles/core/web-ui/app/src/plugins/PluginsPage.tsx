// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, type ReactElement } from "react";
import type { Plugin } from "../api/types";
import { usePolling } from "../api/usePolling";
import { api } from "../app/api";
import { go, searchOf } from "../app/router";
import { useSettings } from "../app/settings";
import { spoken } from "../format/duration";
import { formatTime, zoneName } from "../format/time";
import { formatExact, plural } from "../format/value";
import { Badge } from "../ui/Badge";
import { Freshness } from "../ui/Freshness";
import { Icon } from "../ui/Icon";
import { Notice } from "../ui/Notice";
import { SearchField } from "../ui/SearchField";
import { Segmented } from "../ui/Segmented";
import { useNow } from "../ui/useNow";
import { choose, needsAttention, sinceMs, toneOf } from "./inventory";

const KINDS = [
  { value: "", label: "All" },
  { value: "exporter", label: "Exporters" },
  { value: "discovery", label: "Discoveries" },
  { value: "notifier", label: "Notifiers" },
  { value: "storage", label: "Storage" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const EVERY_MS = 5000;

/** A jar that could not be resolved does not tell what it holds. */
const NOTHING = <span className="muted">–</span>;

/** What is plugged in, in which state, and why. */
export default function PluginsPage({ search }: { readonly search: string }): ReactElement {
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const text = params.get("search") ?? "";
  const kind: Kind = KINDS.find(({ value }) => value === params.get("kind"))?.value ?? "";
  const ask = useCallback(async (signal: AbortSignal) => (await api.get<readonly Plugin[]>("plugins", {}, signal)).data, []);
  const polled = usePolling(ask, EVERY_MS);
  const now = useNow();
  const plugins = useMemo(() => polled.data ?? [], [polled.data]);
  const rows = useMemo(() => choose(plugins, { text, kind }), [plugins, text, kind]);
  const bad = plugins.filter(needsAttention).length;

  const change = (next: { readonly text: string; readonly kind: Kind }): void =>
    go(`plugins${searchOf({ search: next.text, kind: next.kind })}`, "replace");

  return (
    <>
      <div className="page-head">
        <h1>Plug-ins</h1>
        <p className="muted" aria-live="polite">
          {polled.data !== null &&
            `${plural(plugins.length, "plug-in", "plug-ins")}, ${bad === 0 ? "all in order" : `${bad} not in order`}`}
        </p>
      </div>
      <div className="filters">
        <SearchField
          name="Filter by name, bundle or reason"
          value={text}
          onChange={(next) => change({ text: next, kind })}
        />
        <Segmented name="Kind" value={kind} choices={KINDS} onChange={(next) => change({ text, kind: next })} />
      </div>
      {polled.error?.missing === true && polled.data === null ? (
        <Notice tone="info" title="This server does not list plug-ins.">
          <p>{polled.error.message}</p>
        </Notice>
      ) : (
        <Freshness polled={polled} now={now} />
      )}
      {polled.data === null && polled.error === null && <p className="loading">Loading…</p>}
      {rows.length > 0 && (
        <div className="card">
          <table className="plugins">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">State</th>
                <th scope="col">Kind</th>
                <th scope="col">Type</th>
                <th scope="col">Bundle</th>
                <th scope="col">For</th>
                <th scope="col" className="number">
                  Failures
                </th>
              </tr>
            </thead>
            {rows.map((plugin) => (
              <PluginRow key={`${plugin.kind} ${plugin.name} ${plugin.bundle} ${plugin.version}`} plugin={plugin} now={now} />
            ))}
          </table>
        </div>
      )}
      {polled.data !== null && rows.length === 0 && (
        <p className="empty card">
          {plugins.length === 0
            ? "There are no plug-ins. Put a jar into the folder plugins and it is listed here."
            : "No plug-in passes the filter."}
        </p>
      )}
    </>
  );
}

function PluginRow({ plugin, now }: { readonly plugin: Plugin; readonly now: number }): ReactElement {
  const { zone } = useSettings();
  const since = sinceMs(plugin);
  const bad = needsAttention(plugin);
  return (
    <tbody className={bad ? "plugin bad" : "plugin"}>
      <tr>
        <td className="plugin-name">{plugin.name}</td>
        <td>
          <Badge tone={toneOf(plugin.state)}>{plugin.state}</Badge>
        </td>
        <td data-label="Kind">{plugin.kind || NOTHING}</td>
        <td data-label="Type">{plugin.type === "" ? NOTHING : <code>{plugin.type}</code>}</td>
        <td data-label="Bundle" className="plugin-bundle">
          {plugin.bundle === "" ? NOTHING : <code>{plugin.bundle}</code>} <span className="muted">{plugin.version}</span>
        </td>
        <td
          data-label="For"
          className="nowrap"
          title={since === null ? undefined : `since ${formatTime(since, zone)} ${zoneName(zone, since)}`}
        >
          {since === null ? NOTHING : spoken(Math.max(0, now - since))}
        </td>
        <td data-label="Failures" className={plugin.failures > 0 ? "number failures" : "number"}>
          {formatExact(plugin.failures)}
        </td>
      </tr>
      {plugin.reason !== "" && (
        <tr className={bad ? "plugin-reason bad" : "plugin-reason"}>
          <td colSpan={7}>
            <Icon name={bad ? "error" : "info"} />
            <span>{plugin.reason}</span>
          </td>
        </tr>
      )}
    </tbody>
  );
}
