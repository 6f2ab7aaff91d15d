// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactElement } from "react";
import type { DroppedTarget } from "../api/types";
import { plural } from "../format/value";
import { Icon } from "../ui/Icon";
import { LabelList } from "../ui/LabelList";
import { RelabelTrace } from "./RelabelTrace";

/** More are shown only when asked for. */
const FIRST_ROWS = 50;

interface Props {
  readonly targets: readonly DroppedTarget[];
  readonly counts: Readonly<Record<string, number>>;
  /** Only this scrape pool, or all. */
  readonly pool: string;
}

/** The targets that relabelling dropped, each with the rule that did it. */
export function DroppedTargets({ targets, counts, pool }: Props): ReactElement | null {
  const [all, setAll] = useState(false);
  const inPool = targets.filter((target) => pool === "" || target.scrapePool === pool);
  const total = Object.entries(counts).reduce((sum, [name, n]) => sum + (pool === "" || pool === name ? n : 0), 0);
  if (total === 0) {
    return null;
  }
  const rows = all ? inPool : inPool.slice(0, FIRST_ROWS);
  return (
    <details className="card pool">
      <summary>
        <Icon name="down" />
        <h2>Dropped by relabelling</h2>
        <span className="muted">{plural(total, "target", "targets")}</span>
      </summary>
      <table className="targets">
        <thead>
          <tr>
            <th scope="col">Pool</th>
            <th scope="col">Rule</th>
            <th scope="col">Discovered labels</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((target, i) => (
            <DroppedRow key={i} target={target} />
          ))}
        </tbody>
      </table>
      {rows.length < inPool.length && (
        <p className="more">
          <button type="button" className="button small" onClick={() => setAll(true)}>
            Show all {inPool.length}
          </button>
        </p>
      )}
    </details>
  );
}

function DroppedRow({ target }: { readonly target: DroppedTarget }): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <tr>
      <td>{target.scrapePool}</td>
      <td className="nowrap">{target.droppedByRule === undefined ? "–" : `relabel_configs[${target.droppedByRule}]`}</td>
      <td className="target-labels">
        <LabelList labels={target.discoveredLabels} />
        <button type="button" className="disclosure" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "down" : "right"} />
          Rule by rule
        </button>
        {open && <RelabelTrace pool={target.scrapePool} labels={target.discoveredLabels} />}
      </td>
    </tr>
  );
}
