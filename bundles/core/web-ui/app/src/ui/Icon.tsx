// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";

/** Strokes on a grid of 24; drawn for this app. */
const PATHS = {
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  system: "M4 5h16v11H4ZM9 20h6M12 16v4",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5V12l3 2",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  left: "M14.5 5.5L8 12l6.5 6.5",
  right: "M9.5 5.5L16 12l-6.5 6.5",
  down: "M5.5 9L12 15.5 18.5 9",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5L20.5 20.5",
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  history: "M4.5 9a8 8 0 1 1-.5 4M4 4.5V9h4.5M12 8v4.5l3 1.5",
  list: "M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.01M4 12h.01M4 18h.01",
  warning: "M12 4L2.5 20h19ZM12 10v4.5M12 17.3v.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5.5M12 7.7v.01",
  error: "M8 3h8l5 5v8l-5 5H8l-5-5V8ZM12 7.5V13M12 16.3v.01",
  play: "M8 5l11 7-11 7Z",
  graph: "M4 4v16h16M7.5 15l4-5 3 3 5-6.5",
  table: "M4 5h16v14H4ZM4 10h16M10 10v9",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside a text that says the same; hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
