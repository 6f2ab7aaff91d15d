// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState, type ReactElement } from "react";
import { messageOf } from "../api/client";
import { usePolling } from "../api/usePolling";
import { api } from "../app/api";
import { formatElapsed } from "../format/duration";
import { Notice } from "../ui/Notice";

/** One element of the `data` of `queries`. */
interface RunningQuery {
  readonly id: number;
  readonly query: string;
  readonly state: "queued" | "running";
  readonly durationSeconds: number;
  readonly samples: number;
  readonly bytes: number;
  readonly client?: string;
  readonly ruleGroup?: string;
}

const EVERY_MS = 1000;

/** The queries that run now, each with a button that ends it. */
export function RunningQueries(): ReactElement {
  const [failure, setFailure] = useState("");
  const ask = useCallback(
    async (signal: AbortSignal) => (await api.get<readonly RunningQuery[]>("queries", {}, signal)).data,
    [],
  );
  const { data, error } = usePolling(ask, EVERY_MS);
  const cancel = (id: number): void => {
    setFailure("");
    api.delete(`queries/${id}`).catch((cause: unknown) => setFailure(messageOf(cause)));
  };
  return (
    <section className="card" aria-label="Running queries">
      {error !== null && (
        <Notice tone="error" title="Running queries: not available.">
          <p>{error.message}</p>
        </Notice>
      )}
      {failure !== "" && (
        <Notice tone="info" title="The query was not cancelled.">
          <p>{failure}</p>
        </Notice>
      )}
      {data !== null && data.length === 0 && <p className="empty">No query runs.</p>}
      {data !== null && data.length > 0 && (
        <table className="plugins">
          <thead>
            <tr>
              <th scope="col">Query</th>
              <th scope="col">From</th>
              <th scope="col">Running</th>
              <th scope="col">Samples</th>
              <th scope="col">Memory</th>
              <th scope="col">End</th>
            </tr>
          </thead>
          <tbody>
            {data.map((query) => (
              <tr key={query.id}>
                <td>
                  <code>{query.query}</code>
                </td>
                <td>{query.ruleGroup ?? (query.client === "" ? "the server" : query.client)}</td>
                <td>{query.state === "queued" ? "waiting" : formatElapsed(query.durationSeconds * 1000)}</td>
                <td>{query.samples}</td>
                <td>{Math.ceil(query.bytes / 1024)} KiB</td>
                <td>
                  <button type="button" className="button" onClick={() => cancel(query.id)}>
                    Cancel
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
