// SPDX-License-Identifier: Apache-2.0
import { ApiClient } from "../api/client";
import { base } from "./router";

/** The API of the server that this page came from. */
export const api = new ApiClient(base);
