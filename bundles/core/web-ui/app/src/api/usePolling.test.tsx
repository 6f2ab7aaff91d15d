// @vitest-environment happy-dom
// SPDX-License-Identifier: Apache-2.0
import { act, useEffect } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "./client";
import { usePolling, type Polled } from "./usePolling";

interface Question {
  readonly signal: AbortSignal;
  readonly answer: (value: string) => Promise<void>;
  readonly refuse: (cause: unknown) => Promise<void>;
}

const questions: Question[] = [];
let polled: Polled<string>;
let root: Root;
let hidden = false;

function ask(signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    questions.push({
      signal,
      answer: (value) => act(async () => resolve(value)),
      refuse: (cause) => act(async () => reject(cause)),
    });
  });
}

function Page(): null {
  const latest = usePolling(ask, 5000);
  useEffect(() => {
    polled = latest;
  });
  return null;
}

function show(visible: boolean): Promise<void> {
  hidden = !visible;
  return act(async () => {
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

function pass(ms: number): Promise<void> {
  return act(async () => {
    vi.advanceTimersByTime(ms);
  });
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  hidden = false;
  questions.length = 0;
  root = createRoot(document.createElement("div"));
  await act(async () => root.render(<Page />));
});

afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("usePolling", () => {
  it("asks at once and again some time after each answer, never twice at a time", async () => {
    expect(questions).toHaveLength(1);
    await pass(20_000);
    expect(questions).toHaveLength(1);
    await questions[0]?.answer("a");
    expect(polled).toMatchObject({ data: "a", error: null });
    await pass(4_999);
    expect(questions).toHaveLength(1);
    await pass(1);
    expect(questions).toHaveLength(2);
  });

  it("keeps the last answer while the server is away, and goes on asking", async () => {
    await questions[0]?.answer("a");
    const at = polled.updatedAt;
    await pass(5000);
    await questions[1]?.refuse(new ApiError("network", "away", 0));
    expect(polled).toMatchObject({ data: "a", updatedAt: at });
    expect(polled.error?.message).toBe("away");
    await pass(5000);
    await questions[2]?.answer("b");
    expect(polled).toMatchObject({ data: "b", error: null });
  });

  it("rests while the page is hidden and asks at once when it is seen again", async () => {
    await questions[0]?.answer("a");
    await show(false);
    await pass(60_000);
    expect(questions).toHaveLength(1);
    await show(true);
    expect(questions).toHaveLength(2);
  });

  it("gives up its question when the page is left", async () => {
    await act(async () => root.unmount());
    expect(questions[0]?.signal.aborted).toBe(true);
  });
});
