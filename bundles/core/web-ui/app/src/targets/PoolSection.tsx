// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactElement } from "react";
import type { Health, Target } from "../api/types";
import { useSettings } from "../app/settings";
import { formatAgo, formatElapsed } from "../format/duration";
import { formatTime, zoneName } from "../format/time";
import { Badge, type BadgeTone } from "../ui/Badge";
import { Icon } from "../ui/Icon";
import { LabelList } from "../ui/LabelList";
import { plural } from "../format/value";
import { RelabelTrace } from "./RelabelTrace";
import { isLink, lastScrapeMs, type Pool } from "./pools";

const TONES: Readonly<Record<Health, BadgeTone>> = { up: "good", down: "bad", unknown: "quiet" };

/** More targets of a pool are shown only when asked for. */
const FIRST_ROWS = 200;

interface Props {
  readonly pool: Pool;
  readonly now: number;
}

/** One scrape pool: its name, counts and targets. */
export function PoolSection({ pool, now }: Props): ReactElement {
  const [all, setAll] = useState(false);
  const rows = all ? pool.targets : pool.targets.slice(0, FIRST_ROWS);
  const tone: BadgeTone = pool.down > 0 ? "bad" : pool.up === pool.total ? "good" : "quiet";
  return (
    <details className="card pool" open>
      <summary>
        <Icon name="down" />
        <h2>{pool.name}</h2>
        <Badge tone={tone}>{`${pool.up} / ${pool.total} up`}</Badge>
        {pool.targets.length < pool.total && <span className="muted">{pool.targets.length} shown</span>}
      </summary>
      <table className="targets">
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col">Health</th>
            <th scope="col">Labels</th>
            <th scope="col">Last scrape</th>
            <th scope="col" className="number">
              Duration
            </th>
          </tr>
        </thead>
        {rows.map((target, i) => (
          <TargetRow key={`${target.scrapeUrl} ${i}`} target={target} now={now} />
        ))}
      </table>
      {rows.length < pool.targets.length && (
        <p className="more">
          <button type="button" className="button small" onClick={() => setAll(true)}>
            Show all {pool.targets.length}
          </button>
        </p>
      )}
    </details>
  );
}

function TargetRow({ target, now }: { readonly target: Target; readonly now: number }): ReactElement {
  const { zone } = useSettings();
  const [open, setOpen] = useState(false);
  const scraped = lastScrapeMs(target);
  const failures = target.failures ?? [];
  return (
    <tbody className={target.health === "down" ? "target down" : "target"}>
      <tr>
        <td className="endpoint">
          {isLink(target.scrapeUrl) ? (
            <a href={target.globalUrl ?? target.scrapeUrl} target="_blank" rel="noreferrer">
              {target.scrapeUrl}
            </a>
          ) : (
            <code>{target.scrapeUrl}</code>
          )}
        </td>
        <td>
          <Badge tone={TONES[target.health]}>{target.health}</Badge>
        </td>
        <td className="target-labels">
          <LabelList labels={target.labels} />
          <button
            type="button"
            className="disclosure"
            aria-expanded={open}
            title="Labels before relabelling, what each rule made of them, and the last failures"
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? "down" : "right"} />
            Discovered labels{failures.length > 0 && `, ${plural(failures.length, "failure", "failures")}`}
          </button>
          {open && <LabelList labels={target.discoveredLabels} />}
        </td>
        <td
          data-label="Last scrape"
          className="nowrap"
          title={scraped === null ? undefined : `${formatTime(scraped, zone)} ${zoneName(zone, scraped)}`}
        >
          {scraped === null ? <span className="muted">never</span> : formatAgo(scraped, now)}
        </td>
        <td
          data-label="Duration"
          className="number nowrap"
          title={target.scrapeInterval && `every ${target.scrapeInterval}, at most ${target.scrapeTimeout ?? "?"}`}
        >
          {scraped === null ? <span className="muted">–</span> : formatElapsed(target.lastScrapeDuration * 1000)}
        </td>
      </tr>
      {target.lastError !== "" && (
        <tr className="target-error">
          <td colSpan={5}>
            <Icon name="error" />
            <span>{target.lastError}</span>
          </td>
        </tr>
      )}
      {open && failures.length > 0 && (
        <tr>
          <td colSpan={5}>
            <h3 className="muted">Last failures</h3>
            <ol className="failures">
              {failures.map((failure) => (
                <li key={failure.time}>
                  <Badge tone="bad">{failure.phase}</Badge> {formatTime(Date.parse(failure.time), zone)}: {failure.error}
                </li>
              ))}
            </ol>
          </td>
        </tr>
      )}
      {open && (
        <tr>
          <td colSpan={5}>
            <RelabelTrace pool={target.scrapePool} labels={target.discoveredLabels} />
          </td>
        </tr>
      )}
    </tbody>
  );
}
