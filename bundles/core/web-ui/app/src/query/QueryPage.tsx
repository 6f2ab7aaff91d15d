// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useRef, useState, type ReactElement } from "react";
import { go } from "../app/router";
import { Icon } from "../ui/Icon";
import { NEW_PANEL, toPanel, type Panel, type PanelState } from "./panelState";
import { QueryPanel } from "./QueryPanel";
import { rememberSearch } from "./lastSearch";
import { readPanels, writePanels } from "./urlState";

/** Query panels one below the other; the address holds all of their state. */
export function QueryPage({ search }: { readonly search: string }): ReactElement {
  const [panels, setPanels] = useState(() => panelsOf(search));
  const written = useRef(search);
  const current = useRef(panels);
  current.current = panels;

  useEffect(() => {
    rememberSearch(search);
    // The back button or a link changed the address; what this page wrote itself needs no reading.
    if (search !== written.current) {
      written.current = search;
      setPanels(panelsOf(search));
    }
  }, [search]);

  const change = useCallback((next: readonly Panel[], step: boolean) => {
    const query = writePanels(next);
    written.current = query === "" ? "" : `?${query}`;
    current.current = next;
    setPanels(next);
    go(`query${written.current}`, step ? "push" : "replace");
  }, []);
  const changePanel = useCallback(
    (id: number, patch: Partial<PanelState>, step: boolean) =>
      change(
        current.current.map((panel) => (panel.id === id ? { ...panel, ...patch } : panel)),
        step,
      ),
    [change],
  );
  const removePanel = useCallback(
    (id: number) =>
      change(
        current.current.filter((panel) => panel.id !== id),
        true,
      ),
    [change],
  );
  const addPanel = (): void => {
    // A new query most likely looks at the same time as the one above it.
    const above = panels.at(-1) ?? NEW_PANEL;
    change([...panels, toPanel({ ...above, expr: "" })], true);
  };

  return (
    <>
      <h1 className="visually-hidden">Query</h1>
      {panels.map((panel, i) => (
        <QueryPanel
          key={panel.id}
          panel={panel}
          autoFocus={panel.expr === "" && i === panels.length - 1}
          removable={panels.length > 1}
          onChange={changePanel}
          onRemove={removePanel}
        />
      ))}
      <button type="button" className="button add-panel" onClick={addPanel}>
        <Icon name="plus" />
        Add query
      </button>
    </>
  );
}

function panelsOf(search: string): readonly Panel[] {
  const states = readPanels(search);
  return (states.length === 0 ? [NEW_PANEL] : states).map(toPanel);
}
