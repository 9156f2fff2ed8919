/** What the build adds to the pages: the licences of all that goes into them, and packed copies for slow lines. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const PACKED = /\.(?:js|mjs|css|json|svg)$/;
const LEAST_BYTES = 2000; // smaller files gain nothing
const LICENCE = /^(?:licen[cs]e|copying|notice)/i;

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** Writes `licences.txt`: each package of which something is in the pages, with the text of its licence. */
export function licences(): Plugin {
  const folders = new Set<string>();
  return {
    name: "licences",
    apply: "build",
    moduleParsed({ id }) {
      const folder = packageFolder(id.split("?")[0]?.replace("\0", "") ?? "");
      if (folder) folders.add(folder);
    },
    generateBundle() {
      const told = [...folders]
        .sort()
        .map(licenceOf)
        .join(`\n${"-".repeat(72)}\n\n`);
      this.emitFile({
        type: "asset",
        fileName: "licences.txt",
        source: `The pages hold parts of these packages.\n\n${told}`,
      });
    },
  };
}

/** Writes a packed copy beside every larger file of the pages; the server sends it to browsers that take it. */
export function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    writeBundle({ dir }, bundle) {
      if (!dir) return;
      for (const name of Object.keys(bundle).filter((one) => PACKED.test(one))) {
        const bytes = readFileSync(join(dir, name));
        if (bytes.length >= LEAST_BYTES) writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** The nearest folder above a module that is a package of its own; null for modules of the pages themselves. */
function packageFolder(file: string): string | null {
  if (!file.includes("node_modules")) return null;
  for (let folder = dirname(file); folder.includes("node_modules"); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, "utf8")) as Partial<Manifest>).name) return folder;
  }
  return null;
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const texts = readdirSync(folder)
    .filter((file) => LICENCE.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return `${name} ${version} (${license ?? "licence as below"})\n\n${texts.join("\n\n")}\n`;
}
