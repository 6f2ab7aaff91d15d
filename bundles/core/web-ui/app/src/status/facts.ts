// SPDX-License-Identifier: Apache-2.0
import { formatTime, zoneName, type Zone } from "../format/time";
import { formatExact } from "../format/value";

/** The `data` of `status/buildinfo` and `status/runtimeinfo`: named plain values. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Names that are not simply the key in words. */
const NAMES: Readonly<Record<string, string>> = {
  CWD: "Working folder",
  GOMAXPROCS: "GOMAXPROCS",
  GOMEMLIMIT: "GOMEMLIMIT",
  GOGC: "GOGC",
  GODEBUG: "GODEBUG",
  goVersion: "Go version",
  reloadConfigSuccess: "Configuration reload",
  lastConfigTime: "Last configuration reload",
};

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** Puts what a server says about itself into words, in the server's order. */
export function describe(facts: Facts, zone: Zone): Fact[] {
  return Object.entries(facts).map(([key, value]) => ({ name: NAMES[key] ?? words(key), value: text(key, value, zone) }));
}

function text(key: string, value: string | number | boolean, zone: Zone): string {
  if (typeof value === "boolean") {
    return key === "reloadConfigSuccess" ? (value ? "successful" : "failed") : value ? "yes" : "no";
  }
  if (typeof value === "number") {
    return formatExact(value);
  }
  if (RFC3339.test(value)) {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? value : `${formatTime(Math.floor(ms / 1000) * 1000, zone)} ${zoneName(zone, ms)}`;
  }
  return value;
}

/** `storageRetention` becomes `Storage retention`. */
function words(key: string): string {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}
