// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import type { Polled } from "../api/usePolling";
import { formatAgo } from "../format/duration";
import { Notice } from "./Notice";

/** Says that shown data is old because the last call failed. */
export function Freshness({ polled, now }: { readonly polled: Polled<unknown>; readonly now: number }): ReactElement {
  if (polled.error === null) {
    return <></>;
  }
  return (
    <Notice tone="error" title={polled.data === null ? "Nothing to show." : "This is not up to date."}>
      <p>
        {polled.error.message}
        {polled.data !== null && ` Last answer: ${formatAgo(polled.updatedAt, now)}.`}
      </p>
    </Notice>
  );
}
