// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from "react";

interface Props {
  readonly label: string;
  /** What the button shows. */
  readonly children: ReactNode;
  readonly empty: string;
  /** Asked each time the menu opens. */
  readonly items: () => readonly string[];
  readonly onChoose: (item: string) => void;
}

/** A button that opens a list of texts to choose from; arrows move, Escape closes. */
export function Menu({ label, children, empty, items, onChoose }: Props): ReactElement {
  const [open, setOpen] = useState<readonly string[] | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (open === null) {
      return undefined;
    }
    root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) {
        setOpen(null);
      }
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = (): void => {
    setOpen(null);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (open === null) {
      return;
    }
    const entries = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries.at(to % entries.length)?.focus();
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Tab") {
      setOpen(null);
    }
  };

  return (
    <div className="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="button ghost"
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-label={label}
        title={label}
        onClick={() => setOpen(open === null ? items() : null)}
      >
        {children}
      </button>
      {open !== null && (
        <div className="menu-list" role="menu" aria-label={label}>
          {open.length === 0 && <p className="empty">{empty}</p>}
          {open.map((item) => (
            <button
              key={item}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                onChoose(item);
              }}
            >
              <code>{item}</code>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
