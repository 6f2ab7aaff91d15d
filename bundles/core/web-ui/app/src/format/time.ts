// SPDX-License-Identifier: Apache-2.0
import { parseDuration } from "./duration";

/** In which zone moments are shown and read. */
export type Zone = "utc" | "local";

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milli: number;
}

function fieldsOf(ms: number, zone: Zone): Fields {
  const date = new Date(ms);
  return zone === "utc"
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        milli: date.getUTCMilliseconds(),
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth() + 1,
        day: date.getDate(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
        milli: date.getMilliseconds(),
      };
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

/** `2026-03-01 07:05:09`, with milliseconds only when there are any. */
export function formatTime(ms: number, zone: Zone): string {
  const f = fieldsOf(ms, zone);
  const milli = f.milli === 0 ? "" : `.${pad(f.milli, 3)}`;
  return `${pad(f.year, 4)}-${pad(f.month)}-${pad(f.day)} ${pad(f.hour)}:${pad(f.minute)}:${pad(f.second)}${milli}`;
}

/** The name of the zone beside a time: `UTC` or the offset such as `UTC+02:00`. */
export function zoneName(zone: Zone, atMs: number): string {
  if (zone === "utc") {
    return "UTC";
  }
  const minutes = -new Date(atMs).getTimezoneOffset();
  if (minutes === 0) {
    return "UTC";
  }
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

const DATE_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?$/;

/**
 * Reads a moment: `2026-03-01 07:05[:09]`, a date alone, RFC 3339 with its offset, seconds since 1970, or a duration
 * before now such as `-2h`.
 *
 * @returns milliseconds since 1970, or null when the text is none of these
 */
export function parseTime(text: string, zone: Zone, nowMs: number): number | null {
  const trimmed = text.trim();
  if (/^\d{6,12}(\.\d+)?$/.test(trimmed)) {
    return Math.round(Number(trimmed) * 1000);
  }
  if (trimmed.startsWith("-")) {
    const before = parseDuration(trimmed.slice(1));
    return before === null ? null : nowMs - before;
  }
  const match = DATE_TIME.exec(trimmed);
  if (match === null) {
    const zoned = /[zZ]$|[+-]\d{2}:\d{2}$/.test(trimmed) ? Date.parse(trimmed.replace(" ", "T")) : Number.NaN;
    return Number.isNaN(zoned) ? null : zoned;
  }
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milli = Number((match[7] ?? "").padEnd(3, "0"));
  if (hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  const ms =
    zone === "utc"
      ? Date.UTC(year, month - 1, day, hour, minute, second, milli)
      : new Date(year, month - 1, day, hour, minute, second, milli).getTime();
  const back = fieldsOf(ms, zone);
  // Date rolls the 31st of February over to March; such a date is a slip of the pen.
  return back.month === month && back.day === day ? ms : null;
}

/**
 * Labels of a time axis: times within a day, the date where it changes, dates alone once the ticks are days apart.
 *
 * @param ticks seconds since 1970, rising
 * @param spacing seconds between two ticks
 */
export function formatAxis(ticks: readonly number[], spacing: number, zone: Zone): string[] {
  let lastDay = "";
  return ticks.map((tick) => {
    const f = fieldsOf(tick * 1000, zone);
    const day = `${pad(f.month)}-${pad(f.day)}`;
    if (spacing >= 86_400 * 28) {
      return `${f.year}-${pad(f.month)}`;
    }
    if (spacing >= 86_400) {
      return day;
    }
    const seconds = spacing < 60 ? `:${pad(f.second)}` : "";
    const fraction = spacing < 1 ? `.${pad(f.milli, 3)}` : "";
    const time = `${pad(f.hour)}:${pad(f.minute)}${seconds}${fraction}`;
    const label = lastDay === day || lastDay === "" ? time : `${time}\n${day}`;
    lastDay = day;
    return label;
  });
}
