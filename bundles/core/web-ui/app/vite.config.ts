// SPDX-License-Identifier: Apache-2.0
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` forwards the API to a server that runs beside it.
const server = "http://127.0.0.1:9090";

export default defineConfig({
  // Relative addresses let the same build run below any --web.route-prefix.
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../target/ui",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The licences of the libraries ask to travel with what is built from them.
    license: { fileName: "licenses.md" },
    // Modules are preloaded by relative address; browsers that run this build need no polyfill for it.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/api": server, "/-": server },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
