// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { ApiError, isAbort, messageOf } from "../api/client";
import { api } from "../app/api";
import { plural } from "../format/value";
import { Icon } from "../ui/Icon";
import { wordsOf } from "../ui/filter";
import { Notice } from "../ui/Notice";

interface Metadata {
  readonly type: string;
  readonly help: string;
}

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

const FIRST_ROWS = 200;

/** A button that opens a searchable list of all metrics with their help. */
export function MetricPicker({ onChoose }: { readonly onChoose: (metric: string) => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
    }
  }, [open]);

  return (
    <>
      <button
        type="button"
        className="button ghost"
        aria-haspopup="dialog"
        aria-label="Browse metrics"
        title="Browse metrics"
        onClick={() => setOpen(true)}
      >
        <Icon name="list" />
      </button>
      {open && (
        <dialog
          ref={dialog}
          className="picker"
          aria-label="Metrics"
          onClose={() => setOpen(false)}
          onClick={(event) => {
            // A click on the dialog itself, not on what it holds, is one on the backdrop.
            if (event.target === dialog.current) {
              dialog.current.close();
            }
          }}
        >
          <MetricList
            onChoose={(metric) => {
              dialog.current?.close();
              onChoose(metric);
            }}
            onClose={() => dialog.current?.close()}
          />
        </dialog>
      )}
    </>
  );
}

interface ListProps {
  readonly onChoose: (metric: string) => void;
  readonly onClose: () => void;
}

function MetricList({ onChoose, onClose }: ListProps): ReactElement {
  const [metrics, setMetrics] = useState<readonly Metric[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [filter, setFilter] = useState("");
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const abort = new AbortController();
    loadMetrics(abort.signal).then(setMetrics, (cause: unknown) => {
      if (!isAbort(cause)) {
        setError(messageOf(cause));
      }
    });
    return () => abort.abort();
  }, []);

  const found = useMemo(() => matching(metrics ?? [], filter), [metrics, filter]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown" || (event.key === "ArrowUp" && at > 0)) {
      event.preventDefault();
      entries[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  };

  return (
    <div className="picker-body" onKeyDown={onKeyDown}>
      <div className="picker-head">
        <label className="search">
          <Icon name="search" />
          <input
            type="search"
            autoFocus
            aria-label="Filter metrics by name or help"
            placeholder="Filter metrics by name or help"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </label>
        <button type="button" className="button ghost" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {error !== null && (
        <Notice tone="error" title="The metrics cannot be listed.">
          <p>{error}</p>
        </Notice>
      )}
      {metrics === null && error === null && <p className="loading">Loading…</p>}
      {metrics !== null && (
        <p className="muted picker-count" aria-live="polite">
          {plural(found.length, "metric", "metrics")}
          {found.length > FIRST_ROWS && `, the first ${FIRST_ROWS} of them below`}
        </p>
      )}
      <div className="picker-list" ref={list}>
        {found.slice(0, FIRST_ROWS).map((metric) => (
          <button key={metric.name} type="button" onClick={() => onChoose(metric.name)}>
            <span className="picker-name">
              <code>{metric.name}</code>
              {metric.type !== "" && <span className="muted">{metric.type}</span>}
            </span>
            {metric.help !== "" && <span className="muted picker-help">{metric.help}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Names of all metrics; what the server knows about them beside it is welcome but not needed. */
async function loadMetrics(signal: AbortSignal): Promise<Metric[]> {
  const [names, metadata] = await Promise.all([
    api.get<readonly string[]>("label/__name__/values", {}, signal),
    api.get<Readonly<Record<string, readonly Metadata[]>>>("metadata", { limit_per_metric: 1 }, signal).catch((cause) => {
      if (cause instanceof ApiError) {
        return { data: {} as Readonly<Record<string, readonly Metadata[]>> };
      }
      throw cause;
    }),
  ]);
  return names.data.map((name) => {
    // Series of a histogram or summary carry a suffix that their metadata does not.
    const known = metadata.data[name]?.[0] ?? metadata.data[name.replace(/_(bucket|count|sum)$/, "")]?.[0];
    return { name, type: known?.type ?? "", help: known?.help ?? "" };
  });
}

/** Metrics that hold all words of the filter in name or help; those with all of them in the name come first. */
function matching(metrics: readonly Metric[], filter: string): readonly Metric[] {
  const words = wordsOf(filter);
  if (words.length === 0) {
    return metrics;
  }
  const byName: Metric[] = [];
  const byHelp: Metric[] = [];
  for (const metric of metrics) {
    const name = metric.name.toLowerCase();
    if (words.every((word) => name.includes(word))) {
      byName.push(metric);
    } else {
      const all = `${name} ${metric.help.toLowerCase()}`;
      if (words.every((word) => all.includes(word))) {
        byHelp.push(metric);
      }
    }
  }
  return [...byName, ...byHelp];
}
