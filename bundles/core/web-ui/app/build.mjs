// SPDX-License-Identifier: Apache-2.0
// Builds or tests the app when its inputs are not those of the last time. Inputs are all files of this folder; their
// hash is kept in ../target, so that `mvn clean` starts over.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

const NEEDED = "install Node.js 20 or newer with npm";
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`${NEEDED} (20.19 at least; this is ${process.version})`);
}

const app = import.meta.dirname;
const target = join(app, "..", "target");
const output = join(target, "ui");

/** What the servlet knows of the files: one line each, path, bytes, bytes of the .gz beside it or -, SHA-256. */
const CATALOGUE = "catalogue.tsv";

/** Smaller files would hardly shrink, and what hardly shrinks is not worth unpacking. */
const COMPRESS_FROM_BYTES = 512;

switch (process.argv[2]) {
  case "ui":
    once("ui.inputs", () => existsSync(join(output, CATALOGUE)), () => {
      npm("run", "build");
      catalogue();
      // Maven only adds to what it copied before; files of an older build would stay in the bundle.
      rmSync(join(target, "classes", "ui"), { recursive: true, force: true });
    });
    break;
  case "test":
    once("ui-tests.inputs", () => true, () => npm("test"));
    break;
  default:
    fail(`the task is "ui" or "test", not ${JSON.stringify(process.argv[2] ?? "")}`);
}

/** Runs a task unless it ran with the same inputs before and what it made is still there. */
function once(stampName, isThere, task) {
  const stamp = join(target, stampName);
  const hash = hashOf(files(app).filter((file) => !file.startsWith(`node_modules${sep}`)));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash && isThere()) {
    return;
  }
  mkdirSync(target, { recursive: true });
  rmSync(stamp, { force: true });
  install();
  task();
  writeFileSync(stamp, hash);
}

/** Installs exactly what the lock file says, unless that was done before. */
function install() {
  const stamp = join(app, "node_modules", ".narthex-lock");
  const hash = hashOf(["package-lock.json"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
    return;
  }
  npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
  writeFileSync(stamp, hash);
}

function npm(...args) {
  const { error, status, signal } = spawnSync("npm", args, { cwd: app, stdio: "inherit" });
  if (error?.code === "ENOENT") {
    fail(NEEDED);
  }
  if (error !== undefined || status !== 0) {
    fail(`npm ${args[0]} ${args[1] ?? ""} failed (${error?.message ?? signal ?? `exit status ${status}`}); see above`);
  }
}

/** Compresses what was built and lists it. */
function catalogue() {
  const lines = files(output)
    .sort()
    .map((file) => {
      const bytes = readFileSync(join(output, file));
      const packed = bytes.length < COMPRESS_FROM_BYTES ? bytes : gzipSync(bytes, { level: 9 });
      const worthIt = packed.length < bytes.length * 0.9;
      if (worthIt) {
        writeFileSync(join(output, `${file}.gz`), packed);
      }
      const hash = createHash("sha256").update(bytes).digest("hex");
      return [file.split(sep).join("/"), bytes.length, worthIt ? packed.length : "-", hash].join("\t");
    });
  writeFileSync(join(output, CATALOGUE), `${lines.join("\n")}\n`);
}

/** All files below a folder, as paths relative to it. */
function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** A hash over names and contents of files of this folder. */
function hashOf(names) {
  const hash = createHash("sha256").update(process.version);
  for (const name of [...names].sort()) {
    const bytes = readFileSync(join(app, name));
    hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

function fail(message) {
  console.error(`narthex web-ui: ${message}`);
  process.exit(1);
}
