// SPDX-License-Identifier: Apache-2.0
import type { Labels } from "../format/series";

/** Writes a relabelling rule in one line, as it could stand in a configuration; defaults are left out. */
export function ruleText(rule: Readonly<Record<string, unknown>>): string {
  const defaults: Readonly<Record<string, string>> = {
    separator: ";",
    regex: "(.*)",
    replacement: "$1",
    action: "replace",
  };
  const parts = Object.entries(rule)
    .filter(([name, value]) => value !== "" && defaults[name] !== value)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`);
  return `{${parts.join(", ")}}`;
}

/** Returns the labels that are new or have another value; those that went away are empty. */
export function changedLabels(before: Labels, after: Labels): Labels {
  const changed: Record<string, string> = {};
  for (const [name, value] of Object.entries(after)) {
    if (before[name] !== value) {
      changed[name] = value;
    }
  }
  for (const name of Object.keys(before)) {
    if (!(name in after)) {
      changed[name] = "";
    }
  }
  return changed;
}
