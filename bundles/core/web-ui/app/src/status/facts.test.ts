// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { describe as tell } from "./facts";

describe("facts", () => {
  it("are put into words", () => {
    expect(
      tell(
        {
          startTime: "2026-03-01T12:00:00.123456789Z",
          CWD: "/data",
          reloadConfigSuccess: false,
          goroutineCount: 1234,
          storageRetention: "15d",
          revision: "",
        },
        "utc",
      ),
    ).toEqual([
      { name: "Start time", value: "2026-03-01 12:00:00 UTC" },
      { name: "Working folder", value: "/data" },
      { name: "Configuration reload", value: "failed" },
      { name: "Goroutine count", value: "1,234" },
      { name: "Storage retention", value: "15d" },
      { name: "Revision", value: "" },
    ]);
  });
});
