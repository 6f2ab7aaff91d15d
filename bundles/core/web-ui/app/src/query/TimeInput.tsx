// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import { useSettings } from "../app/settings";
import { formatTime, parseTime, zoneName } from "../format/time";
import { Icon } from "../ui/Icon";
import { TextField } from "./TextField";

interface Props {
  readonly name: string;
  /** Milliseconds since 1970; null is now. */
  readonly value: number | null;
  /** How far the arrows go, in milliseconds. */
  readonly strideMs: number;
  readonly onChange: (ms: number | null) => void;
}

/** A moment, typed or stepped to; empty is now. */
export function TimeInput({ name, value, strideMs, onChange }: Props): ReactElement {
  const { zone } = useSettings();
  const read = (text: string): number | null => parseTime(text, zone, Date.now());
  const isNow = (text: string): boolean => text.trim() === "" || text.trim() === "now";
  const step = (by: number): void => onChange(Math.round((value ?? Date.now()) / 1000) * 1000 + by);
  return (
    <span className="input-group" role="group" aria-label={name}>
      <button type="button" title="Earlier" aria-label={`${name} earlier`} onClick={() => step(-strideMs)}>
        <Icon name="left" />
      </button>
      <TextField
        name={`${name}, ${zoneName(zone, value ?? Date.now())}; empty is now`}
        className="time-field"
        value={value === null ? "" : formatTime(value, zone)}
        placeholder={`${name}: now`}
        check={(text) =>
          isNow(text) || read(text) !== null ? null : 'Write a time such as "2026-03-01 07:05" or "-2h".'
        }
        onCommit={(text) => onChange(isNow(text) ? null : read(text))}
      />
      {value !== null && (
        <button type="button" title="Now" aria-label={`${name} now`} onClick={() => onChange(null)}>
          <Icon name="close" />
        </button>
      )}
      <button type="button" title="Later" aria-label={`${name} later`} onClick={() => step(strideMs)}>
        <Icon name="right" />
      </button>
    </span>
  );
}
