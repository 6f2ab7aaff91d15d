// SPDX-License-Identifier: Apache-2.0
import type { ChangeEvent, ReactElement } from "react";
import { formatDuration, parseDuration } from "../format/duration";
import type { Density, Resolution } from "./panelState";
import { FIXED_STEPS_MS, MOST_POINTS, stepFor, tooManyPoints } from "./resolution";
import { TextField } from "./TextField";

const DENSITIES: readonly { readonly density: Density; readonly name: string }[] = [
  { density: "low", name: "Low res." },
  { density: "medium", name: "Medium res." },
  { density: "high", name: "High res." },
];

interface Props {
  readonly resolution: Resolution;
  readonly rangeMs: number;
  readonly onChange: (resolution: Resolution) => void;
}

/** How far apart the points of a graph are: by density, from a list, or typed. */
export function ResolutionInput({ resolution, rangeMs, onChange }: Props): ReactElement {
  const stepMs = stepFor(resolution, rangeMs);
  const value =
    resolution.type === "auto"
      ? resolution.density
      : resolution.type === "fixed" && FIXED_STEPS_MS.includes(resolution.stepMs)
        ? String(resolution.stepMs)
        : "custom";

  const onSelect = (event: ChangeEvent<HTMLSelectElement>): void => {
    const chosen = event.target.value;
    if (chosen === "low" || chosen === "medium" || chosen === "high") {
      onChange({ type: "auto", density: chosen });
    } else if (chosen === "custom") {
      onChange({ type: "custom", stepMs });
    } else {
      onChange({ type: "fixed", stepMs: Number(chosen) });
    }
  };

  const check = (text: string): string | null => {
    const ms = parseDuration(text);
    if (ms === null) {
      return 'Write a step such as "15s" or "5m".';
    }
    return tooManyPoints(rangeMs, ms)
      ? `A server refuses more than ${MOST_POINTS} points: take ${formatDuration(Math.ceil(rangeMs / MOST_POINTS))} or more.`
      : null;
  };

  return (
    <span className="input-group" role="group" aria-label="Resolution">
      <select aria-label="Resolution" title={`Step: ${formatDuration(stepMs)}`} value={value} onChange={onSelect}>
        <optgroup label="By the range">
          {DENSITIES.map(({ density, name }) => (
            <option key={density} value={density}>
              {name} ({formatDuration(stepFor({ type: "auto", density }, rangeMs))})
            </option>
          ))}
        </optgroup>
        <optgroup label="Fixed step">
          {FIXED_STEPS_MS.filter((ms) => !tooManyPoints(rangeMs, ms) || value === String(ms)).map((ms) => (
            <option key={ms} value={ms}>
              {formatDuration(ms)}
            </option>
          ))}
        </optgroup>
        <option value="custom">Own step</option>
      </select>
      {value === "custom" && (
        <TextField
          name="Step"
          className="range-field"
          value={formatDuration(stepMs)}
          check={check}
          onCommit={(text) => onChange({ type: "custom", stepMs: parseDuration(text) ?? stepMs })}
        />
      )}
    </span>
  );
}
