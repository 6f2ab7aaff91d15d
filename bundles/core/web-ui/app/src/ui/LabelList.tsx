// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import { labelPairs, quote, type Labels } from "../format/series";

/** Labels as small tags, sorted by name. */
export function LabelList({ labels }: { readonly labels: Labels }): ReactElement {
  const pairs = labelPairs(labels);
  const metric = labels["__name__"];
  if (metric !== undefined) {
    pairs.unshift({ name: "__name__", value: metric });
  }
  if (pairs.length === 0) {
    return <span className="muted">none</span>;
  }
  return (
    <ul className="labels">
      {pairs.map(({ name, value }) => (
        <li key={name}>
          <span className="label-name">{name}</span>={quote(value)}
        </li>
      ))}
    </ul>
  );
}
