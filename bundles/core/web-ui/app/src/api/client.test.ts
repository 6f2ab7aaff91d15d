// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { ApiClient, ApiError, isAbort } from "./client";

interface Call {
  url: string;
  init: RequestInit;
}

function clientAnswering(answer: () => Response | Promise<Response>, calls: Call[] = []): ApiClient {
  return new ApiClient("/prefix/", (input, init) => {
    calls.push({ url: String(input), init: init ?? {} });
    return Promise.resolve().then(answer);
  });
}

function json(body: unknown, status = 200): () => Response {
  return () => new Response(JSON.stringify(body), { status });
}

async function failureOf(client: ApiClient): Promise<ApiError> {
  const cause: unknown = await client.get("query").then(
    () => null,
    (e: unknown) => e,
  );
  expect(cause).toBeInstanceOf(ApiError);
  return cause as ApiError;
}

describe("ApiClient", () => {
  it("removes by DELETE", async () => {
    const calls: Call[] = [];
    await clientAnswering(json({ status: "success", data: {} }), calls).delete("queries/7");
    expect(calls[0]?.url).toBe("/prefix/api/v1/queries/7");
    expect(calls[0]?.init.method).toBe("DELETE");
  });

  it("asks below the page's base and returns data, warnings and infos", async () => {
    const calls: Call[] = [];
    const client = clientAnswering(json({ status: "success", data: [1], warnings: ["w"], infos: ["i"] }), calls);
    const result = await client.get<number[]>("query", { query: "a b", time: 5, limit: undefined });
    expect(result).toEqual({ data: [1], warnings: ["w"], infos: ["i"] });
    expect(calls[0]?.url).toBe("/prefix/api/v1/query?query=a+b&time=5");
    expect(calls[0]?.init.method).toBeUndefined();
  });

  it("sends a long query by POST", async () => {
    const calls: Call[] = [];
    const client = clientAnswering(json({ status: "success", data: null }), calls);
    await client.get("query", { query: "x".repeat(5000) });
    expect(calls[0]?.url).toBe("/prefix/api/v1/query");
    expect(calls[0]?.init.method).toBe("POST");
    expect(String(calls[0]?.init.body)).toHaveLength(5006);
  });

  it("passes on the API's own error", async () => {
    const error = await failureOf(
      clientAnswering(json({ status: "error", errorType: "bad_data", error: "1:3: parse error" }, 400)),
    );
    expect(error).toMatchObject({ kind: "api", message: "1:3: parse error", status: 400, errorType: "bad_data" });
    expect(error.missing).toBe(false);
  });

  it("tells an endpoint that is not there", async () => {
    const error = await failureOf(clientAnswering(() => new Response("404 page not found\n", { status: 404 })));
    expect(error).toMatchObject({ kind: "http", message: "The server answered 404: 404 page not found" });
    expect(error.missing).toBe(true);
  });

  it("does not show a proxy's page", async () => {
    const page = () => new Response("<html><h1>Bad gateway</h1></html>", { status: 502, statusText: "Bad Gateway" });
    const error = await failureOf(clientAnswering(page));
    expect(error).toMatchObject({ kind: "http", message: "The server answered 502 Bad Gateway." });
  });

  it("refuses successes that are not the API's", async () => {
    expect(await failureOf(clientAnswering(() => new Response("<html>login</html>")))).toMatchObject({ kind: "format" });
    expect(await failureOf(clientAnswering(json([1, 2])))).toMatchObject({ kind: "format" });
    expect(await failureOf(clientAnswering(json({ ok: true })))).toMatchObject({ kind: "format" });
  });

  it("tells that the server is away", async () => {
    const error = await failureOf(clientAnswering(() => Promise.reject(new TypeError("Failed to fetch"))));
    expect(error).toMatchObject({ kind: "network", status: 0 });
    expect(error.message).toContain("Failed to fetch");
  });

  it("lets an abandoned call end as such", async () => {
    const client = clientAnswering(() => Promise.reject(new DOMException("gone", "AbortError")));
    await expect(client.get("query")).rejects.toSatisfy(isAbort);
  });
});
