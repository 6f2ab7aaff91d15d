// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { completionOf } from "./pluginFunctions";

describe("completionOf", () => {
  it("shows the types and says that the function is outside the standard", () => {
    const completion = completionOf({
      name: "ewma_over_time",
      signature: "ewma_over_time(range vector, scalar) instant vector",
      description: "A mean",
      plugin: "com.acme",
    });
    expect(completion.label).toBe("ewma_over_time");
    expect(completion.apply).toBe("ewma_over_time(");
    expect(completion.detail).toBe("(range vector, scalar) instant vector");
    expect(completion.info).toBe("A mean. Outside the standard: of the plug-in com.acme.");
  });
});
