// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import { Notice } from "../ui/Notice";

/** How the last reload went, as `api/v1/status/config` tells it. */
export interface Reload {
  readonly reloadSuccessful: boolean;
  /** File, line, column, what is wrong and the remedy. */
  readonly reloadError?: string;
}

/** Says that the files on disk are not what is in force, and why; nothing when they are. */
export function ReloadNotice({ reload }: { readonly reload: Reload }): ReactElement | null {
  if (reload.reloadSuccessful) {
    return null;
  }
  return (
    <Notice tone="error" title="The last reload failed; the configuration of before stays in force.">
      <p>{reload.reloadError}</p>
    </Notice>
  );
}
