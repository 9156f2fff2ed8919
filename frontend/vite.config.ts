import { defineConfig } from "vitest/config";
import { licences, packed } from "./scripts/bundled.ts";

// The server of `npm run dev` passes what is not a page on to a running `tocsin serve`.
const SERVED = "http://127.0.0.1:8420";

export default defineConfig({
  plugins: [licences(), packed()],
  build: {
    outDir: "../src/tocsin/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // no data: addresses, which the content security policy would have to allow
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1300, // the map library is one piece, and only the map page loads it
  },
  server: { proxy: { "/api": SERVED } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
