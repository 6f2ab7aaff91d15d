// SPDX-License-Identifier: Apache-2.0
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ReloadNotice } from "./ReloadNotice";

test("a good reload is not worth a word", () => {
  expect(renderToStaticMarkup(<ReloadNotice reload={{ reloadSuccessful: true }} />)).toBe("");
});

test("a failed reload says file, line and column", () => {
  const reloadError = "prometheus.yml:3:1: unknown key";
  const shown = renderToStaticMarkup(<ReloadNotice reload={{ reloadSuccessful: false, reloadError }} />);
  expect(shown).toContain("The last reload failed");
  expect(shown).toContain(reloadError);
});
