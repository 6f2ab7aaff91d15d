// SPDX-License-Identifier: Apache-2.0

/** What an endpoint below `api/v1` answered with status `success`. */
export interface ApiResult<T> {
  readonly data: T;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/**
 * Why a call brought no data.
 *
 * - `network`: no answer came at all
 * - `http`: an answer without the API's envelope, such as a proxy's error page
 * - `api`: the API refused; the message is the server's own
 * - `format`: a success that is not what the API promises
 */
export type ApiErrorKind = "network" | "http" | "api" | "format";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly kind: ApiErrorKind,
    message: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** The API's `errorType`, such as `bad_data`, or empty. */
    readonly errorType = "",
  ) {
    super(message);
  }

  /** True when the server does not have this endpoint. */
  get missing(): boolean {
    return this.status === 404 || this.status === 405 || this.status === 501;
  }
}

export type Params = Readonly<Record<string, string | number | undefined>>;

/** Longer queries go by POST, because proxies and servers limit the length of an address. */
const LONGEST_GET = 4000;

/** Calls the server's HTTP API by addresses relative to the page, so that it works behind any route prefix. */
export class ApiClient {
  /**
   * @param base where the server's pages live, with a slash at the end: `/` or `/prefix/`
   * @param fetcher the browser's fetch, or a test's own
   */
  constructor(
    readonly base: string,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /**
   * Asks one endpoint.
   *
   * @param path below `api/v1/`, without a slash in front
   * @throws ApiError when there is no data to show
   * @throws DOMException named AbortError when the signal fired
   */
  async get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<ApiResult<T>> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined) {
        form.append(name, String(value));
      }
    }
    const query = form.toString();
    const init: RequestInit = signal === undefined ? {} : { signal };
    return query.length > LONGEST_GET
      ? this.send<T>(path, "", { ...init, method: "POST", body: form })
      : this.send<T>(path, query, init);
  }

  /**
   * Removes what an address names.
   *
   * @param path below `api/v1/`, without a slash in front
   * @throws ApiError when it was not removed
   */
  async delete(path: string): Promise<void> {
    await this.send<unknown>(path, "", { method: "DELETE" });
  }

  private async send<T>(path: string, query: string, init: RequestInit): Promise<ApiResult<T>> {
    const url = `${this.base}api/v1/${path}`;
    let response: Response;
    try {
      response = await this.fetcher(query === "" ? url : `${url}?${query}`, {
        cache: "no-store",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        ...init,
      });
    } catch (cause) {
      if (isAbort(cause)) {
        throw cause;
      }
      throw new ApiError("network", `The server cannot be reached (${messageOf(cause)}).`, 0);
    }
    return read<T>(response, path);
  }
}

async function read<T>(response: Response, path: string): Promise<ApiResult<T>> {
  let body: unknown;
  let text = "";
  try {
    text = await response.text();
    body = JSON.parse(text);
  } catch (cause) {
    if (isAbort(cause)) {
      throw cause;
    }
    if (!response.ok) {
      throw new ApiError("http", httpMessage(response, text), response.status);
    }
    throw new ApiError("format", `api/v1/${path} answered something that is not JSON.`, response.status);
  }
  if (!isObject(body) || (body["status"] !== "success" && body["status"] !== "error")) {
    if (!response.ok) {
      throw new ApiError("http", httpMessage(response, ""), response.status);
    }
    throw new ApiError("format", `api/v1/${path} answered JSON without the API's "status" field.`, response.status);
  }
  if (body["status"] === "error") {
    const message = typeof body["error"] === "string" && body["error"] !== "" ? body["error"] : httpMessage(response, "");
    const type = typeof body["errorType"] === "string" ? body["errorType"] : "";
    throw new ApiError("api", message, response.status, type);
  }
  return { data: body["data"] as T, warnings: strings(body["warnings"]), infos: strings(body["infos"]) };
}

function httpMessage(response: Response, text: string): string {
  const status = `The server answered ${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}`;
  const line = text.trim();
  // A short plain text explains itself; a page of HTML does not.
  return line !== "" && line.length < 200 && !line.startsWith("<") ? `${status}: ${line}` : `${status}.`;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for the exception of a call that was given up on purpose. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "AbortError";
}

/** The text of anything that was thrown. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error && cause.message !== "" ? cause.message : String(cause);
}
