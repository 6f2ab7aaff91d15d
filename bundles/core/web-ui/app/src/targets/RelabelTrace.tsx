// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ReactElement } from "react";
import type { RelabelStep } from "../api/types";
import type { Labels } from "../format/series";
import { api } from "../app/api";
import { Badge } from "../ui/Badge";
import { LabelList } from "../ui/LabelList";
import { changedLabels, ruleText } from "./relabel";

interface Props {
  readonly pool: string;
  readonly labels: Labels;
}

/** What each relabelling rule of a pool made of a target's labels. */
export function RelabelTrace({ pool, labels }: Props): ReactElement {
  const [steps, setSteps] = useState<readonly RelabelStep[] | null>(null);
  const [error, setError] = useState("");
  const text = JSON.stringify(labels);
  useEffect(() => {
    const abort = new AbortController();
    api
      .get<{ readonly steps: readonly RelabelStep[] }>(
        "targets/relabel_steps",
        { scrapePool: pool, labels: text },
        abort.signal,
      )
      .then((answer) => setSteps(answer.data.steps))
      .catch((failure: unknown) => {
        if (!abort.signal.aborted) {
          setError(failure instanceof Error ? failure.message : String(failure));
        }
      });
    return () => abort.abort();
  }, [pool, text]);

  if (error !== "") {
    return <p className="muted">The relabelling cannot be shown: {error}</p>;
  }
  if (steps === null) {
    return <p className="loading">Loading…</p>;
  }
  if (steps.length === 0) {
    return <p className="muted">The pool has no relabel_configs.</p>;
  }
  return (
    <ol className="relabel-steps" start={0}>
      {steps.map((step, i) => {
        const before = i === 0 ? labels : (steps[i - 1]?.output ?? {});
        const changed = changedLabels(before, step.output);
        const reached = i === 0 || steps[i - 1]?.keep === true;
        return (
          <li key={i}>
            <code>{ruleText(step.rule)}</code>{" "}
            {!reached ? (
              <span className="muted">not reached</span>
            ) : !step.keep ? (
              <Badge tone="bad">dropped the target</Badge>
            ) : Object.keys(changed).length === 0 ? (
              <span className="muted">no change</span>
            ) : (
              <LabelList labels={changed} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
