// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import { formatDuration, parseDuration } from "../format/duration";
import { Icon } from "../ui/Icon";
import { longerRange, shorterRange } from "./resolution";
import { TextField } from "./TextField";

interface Props {
  readonly rangeMs: number;
  readonly onChange: (rangeMs: number) => void;
}

/** The length of the graph's time axis. */
export function RangeInput({ rangeMs, onChange }: Props): ReactElement {
  return (
    <span className="input-group" role="group" aria-label="Range">
      <button type="button" title="Shorter" aria-label="Range shorter" onClick={() => onChange(shorterRange(rangeMs))}>
        <Icon name="minus" />
      </button>
      <TextField
        name="Range"
        className="range-field"
        value={formatDuration(rangeMs)}
        check={(text) => (parseDuration(text) === null ? 'Write a duration such as "90s", "1h30m" or "2w".' : null)}
        onCommit={(text) => onChange(parseDuration(text) ?? rangeMs)}
      />
      <button type="button" title="Longer" aria-label="Range longer" onClick={() => onChange(longerRange(rangeMs))}>
        <Icon name="plus" />
      </button>
    </span>
  );
}
