// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { yamlSpans } from "./yaml";

const SAMPLE = `global: # defaults
  scrape_interval: 15s
  external_labels: {}
scrape_configs:
  - job_name: "a: #b"
    static_configs:
    - targets:
      - localhost:9090
      - 'x''y' # note
# end
`;

describe("yamlSpans", () => {
  it("loses nothing", () => {
    const joined = yamlSpans(SAMPLE)
      .map((span) => span.text)
      .join("");
    expect(joined).toBe(SAMPLE);
  });

  it("finds keys, strings and comments", () => {
    const of = (part: string) => yamlSpans(SAMPLE).filter((span) => span.part === part).map((span) => span.text.trim());
    expect(of("key")).toEqual([
      "global",
      "scrape_interval",
      "external_labels",
      "scrape_configs",
      "job_name",
      "static_configs",
      "targets",
    ]);
    expect(of("string")).toEqual(['"a: #b"', "'x''y'"]);
    expect(of("comment")).toEqual(["# defaults", "# note", "# end"]);
  });
});
