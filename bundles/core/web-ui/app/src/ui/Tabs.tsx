// SPDX-License-Identifier: Apache-2.0
import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from "react";

interface TabItem<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
}

interface Props<T extends string> {
  readonly name: string;
  /** Unique on the page; ties the tabs to their panel. */
  readonly id: string;
  readonly value: T;
  readonly tabs: readonly TabItem<T>[];
  readonly onChange: (value: T) => void;
  /** The content of the chosen tab. */
  readonly children: ReactNode;
}

/** Tabs with their panel, after the WAI-ARIA pattern: arrows, Home and End move between tabs. */
export function Tabs<T extends string>({ name, id, value, tabs, onChange, children }: Props<T>): ReactElement {
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) {
      return;
    }
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    const next = tabs[index];
    if (next !== undefined) {
      onChange(next.value);
      list.current?.querySelectorAll<HTMLElement>("[role=tab]")[index]?.focus();
    }
  };

  return (
    <>
      <div className="tabs" role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.value}`}
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${value}`}>
        {children}
      </div>
    </>
  );
}
