// SPDX-License-Identifier: Apache-2.0
import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

export type Tone = "error" | "warning" | "info";

const ICONS: Readonly<Record<Tone, IconName>> = { error: "error", warning: "warning", info: "info" };

interface Props {
  readonly tone: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A message in the page. Errors are announced at once, others when the reader is idle. */
export function Notice({ tone, title, children }: Props): ReactElement {
  return (
    <div className={`notice ${tone}`} role={tone === "error" ? "alert" : "status"}>
      <Icon name={ICONS[tone]} />
      <div className="notice-body">
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
