// SPDX-License-Identifier: Apache-2.0
import { Fragment, type ReactElement } from "react";
import { isPlainMetric, labelName, labelPairs, quote, type Labels } from "../format/series";

/** A series as a selector, with its parts told apart by colour. */
export function SeriesName({ labels }: { readonly labels: Labels }): ReactElement {
  const metric = labels["__name__"];
  const outside = metric !== undefined && isPlainMetric(metric);
  const pairs = labelPairs(labels);
  const quoted = metric !== undefined && !outside;
  return (
    <code className="series">
      {outside && <span className="series-metric">{metric}</span>}
      {(pairs.length > 0 || quoted || metric === undefined) && (
        <>
          {"{"}
          {quoted && <span className="series-metric">{quote(metric)}</span>}
          {pairs.map(({ name, value }, i) => (
            <Fragment key={name}>
              {(i > 0 || quoted) && ", "}
              <span className="series-label">{labelName(name)}</span>=<span className="series-value">{quote(value)}</span>
            </Fragment>
          ))}
          {"}"}
        </>
      )}
    </code>
  );
}
