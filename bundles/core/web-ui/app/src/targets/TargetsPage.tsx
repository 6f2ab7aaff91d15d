// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, type ReactElement } from "react";
import type { Health, Targets } from "../api/types";
import { usePolling } from "../api/usePolling";
import { api } from "../app/api";
import { go, searchOf } from "../app/router";
import { plural } from "../format/value";
import { Freshness } from "../ui/Freshness";
import { SearchField } from "../ui/SearchField";
import { Segmented } from "../ui/Segmented";
import { useNow } from "../ui/useNow";
import { DroppedTargets } from "./DroppedTargets";
import { count, toPools, type TargetFilter } from "./pools";
import { PoolSection } from "./PoolSection";

const HEALTHS: readonly (Health | "")[] = ["", "up", "down", "unknown"];
const EVERY_MS = 5000;

/** All scrape pools with their targets and how they fare. */
export default function TargetsPage({ search }: { readonly search: string }): ReactElement {
  const filter = useMemo(() => readFilter(search), [search]);
  const ask = useCallback(
    async (signal: AbortSignal) => (await api.get<Targets>("targets", {}, signal)).data,
    [],
  );
  const polled = usePolling(ask, EVERY_MS);
  const now = useNow();
  const targets = useMemo(() => polled.data?.activeTargets ?? [], [polled.data]);
  const pools = useMemo(() => toPools(targets, filter), [targets, filter]);
  const names = useMemo(() => [...new Set(targets.map((target) => target.scrapePool))].sort(), [targets]);

  const change = (patch: Partial<TargetFilter>): void => {
    const { text, health, pool } = { ...filter, ...patch };
    go(`targets${searchOf({ search: text, health, pool })}`, "replace");
  };
  const label = (health: Health | ""): string =>
    health === "" ? `All ${targets.length}` : `${health[0]?.toUpperCase()}${health.slice(1)} ${count(targets, health)}`;

  return (
    <>
      <div className="page-head">
        <h1>Targets</h1>
        <p className="muted" aria-live="polite">
          {polled.data !== null &&
            `${plural(count(targets, "up"), "target", "targets")} of ${targets.length} up, in ${plural(names.length, "pool", "pools")}`}
        </p>
      </div>
      <div className="filters">
        <SearchField
          name="Filter by endpoint, label or error"
          value={filter.text}
          onChange={(text) => change({ text })}
        />
        <select aria-label="Scrape pool" value={filter.pool} onChange={(event) => change({ pool: event.target.value })}>
          <option value="">All pools</option>
          {[...new Set([...names, filter.pool])].filter(Boolean).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <Segmented
          name="Health"
          value={filter.health}
          choices={HEALTHS.map((health) => ({ value: health, label: label(health) }))}
          onChange={(health) => change({ health })}
        />
      </div>
      <Freshness polled={polled} now={now} />
      {polled.data === null && polled.error === null && <p className="loading">Loading…</p>}
      {pools.map((pool) => (
        <PoolSection key={pool.name} pool={pool} now={now} />
      ))}
      <DroppedTargets
        targets={polled.data?.droppedTargets ?? []}
        counts={polled.data?.droppedTargetCounts ?? {}}
        pool={filter.pool}
      />
      {polled.data !== null && pools.length === 0 && (
        <p className="empty card">
          {targets.length === 0
            ? "There are no targets. They come from the scrape_configs of the configuration file."
            : "No target passes the filter."}
        </p>
      )}
    </>
  );
}

function readFilter(search: string): TargetFilter {
  const params = new URLSearchParams(search);
  return {
    text: params.get("search") ?? "",
    health: HEALTHS.find((health) => health === params.get("health")) ?? "",
    pool: params.get("pool") ?? "",
  };
}
