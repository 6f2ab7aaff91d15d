// SPDX-License-Identifier: Apache-2.0
import type { Plugin, PluginState } from "../api/types";
import type { BadgeTone } from "../ui/Badge";
import { holds, wordsOf } from "../ui/filter";

/** What a state looks like; a state of a newer server than this page is shown quietly. */
export function toneOf(state: string): BadgeTone {
  const tones: Readonly<Record<PluginState, BadgeTone>> = {
    active: "good",
    waiting: "warn",
    stopping: "warn",
    refused: "bad",
    quarantined: "bad",
  };
  return tones[state as PluginState] ?? "quiet";
}

/** True when a plug-in does not work and somebody should know why. */
export function needsAttention(plugin: Plugin): boolean {
  return plugin.state === "refused" || plugin.state === "quarantined";
}

export interface PluginFilter {
  readonly text: string;
  readonly kind: string;
}

/** The plug-ins that pass a filter: those in need of attention first, then by kind, type and name. */
export function choose(plugins: readonly Plugin[], filter: PluginFilter): Plugin[] {
  const words = wordsOf(filter.text);
  return plugins
    .filter(
      (p) =>
        (filter.kind === "" || p.kind === filter.kind) &&
        holds([p.name, p.type, p.bundle, p.version, p.state, p.reason].join("\n"), words),
    )
    .sort(
      (a, b) =>
        Number(needsAttention(b)) - Number(needsAttention(a)) ||
        a.kind.localeCompare(b.kind) ||
        a.type.localeCompare(b.type) ||
        a.name.localeCompare(b.name),
    );
}

/** When a plug-in came into its state, in milliseconds since 1970, or null when the server does not say. */
export function sinceMs(plugin: Plugin): number | null {
  const ms = Date.parse(plugin.since);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}
