// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import { Icon } from "./Icon";

interface Props {
  readonly name: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A field that filters what is below it. */
export function SearchField({ name, value, onChange }: Props): ReactElement {
  return (
    <label className="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={name}
        placeholder={name}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
