// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ReactElement } from "react";
import { isAbort, messageOf } from "../api/client";
import { api } from "../app/api";
import { formatElapsed } from "../format/duration";
import { planLines, type ExplainedOperator } from "./explain";
import type { Window } from "./useQuery";

interface Props {
  readonly expr: string;
  /** The window of a range query; null for an instant query. */
  readonly window: Window | null;
}

type Explained = { readonly explain?: ExplainedOperator };

/** The plan of a query with what each operator cost; the query is run once more when this is opened. */
export function Explain({ expr, window }: Props): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <details className="explain" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Explain</summary>
      {open && <Plan key={`${expr} ${window?.startMs} ${window?.endMs} ${window?.stepMs}`} expr={expr} window={window} />}
    </details>
  );
}

function Plan({ expr, window }: Props): ReactElement {
  const [plan, setPlan] = useState<ExplainedOperator | null>(null);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    const abort = new AbortController();
    const asked =
      window === null
        ? api.get<Explained>("query", { query: expr, explain: "true" }, abort.signal)
        : api.get<Explained>(
            "query_range",
            {
              query: expr,
              start: window.startMs / 1000,
              end: window.endMs / 1000,
              step: window.stepMs / 1000,
              explain: "true",
            },
            abort.signal,
          );
    asked.then(
      ({ data }) => (data.explain === undefined ? setFailure("This server does not explain queries.") : setPlan(data.explain)),
      (cause: unknown) => {
        if (!isAbort(cause)) {
          setFailure(messageOf(cause));
        }
      },
    );
    return () => abort.abort();
  }, [expr, window]);
  if (failure !== "") {
    return <p className="muted">{failure}</p>;
  }
  if (plan === null) {
    return <p className="loading">Running…</p>;
  }
  return (
    <table className="plan">
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col">Expression</th>
          <th scope="col">Time</th>
          <th scope="col">Share</th>
          <th scope="col">Series</th>
          <th scope="col">Samples</th>
        </tr>
      </thead>
      <tbody>
        {planLines(plan).map(({ depth, operator, share }, i) => (
          <tr key={i}>
            <td style={{ paddingInlineStart: `${depth * 1.25 + 0.5}rem` }}>{operator.operator}</td>
            <td>
              <code>{operator.expression}</code>
            </td>
            <td className="number">{formatElapsed(operator.seconds * 1000)}</td>
            <td className="number">{Math.round(share * 100)} %</td>
            <td className="number">{operator.series}</td>
            <td className="number">{operator.samples}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
