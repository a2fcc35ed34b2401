// Downloads TUF targets through an edge node with tuf-js.
// usage: node download.mjs EDGE_URL ROOT_JSON DIRECTORY TARGET [TARGET …]
// Prints one JSON line a target: {"path", "length", "file"}.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Updater } from 'tuf-js';

const [edge, root, directory, ...targets] = process.argv.slice(2);
if (targets.length === 0) {
  console.error('usage: node download.mjs EDGE_URL ROOT_JSON DIRECTORY TARGET [TARGET ...]');
  process.exit(2);
}
const metadataDir = join(directory, 'metadata');
const targetDir = join(directory, 'targets');
mkdirSync(metadataDir, { recursive: true });
mkdirSync(targetDir, { recursive: true });
copyFileSync(root, join(metadataDir, 'root.json'));

const updater = new Updater({
  metadataDir,
  targetDir,
  metadataBaseUrl: new URL('metadata', edge).href,
  targetBaseUrl: new URL('targets', edge).href,
});
await updater.refresh();
for (const path of targets) {
  const info = await updater.getTargetInfo(path);
  if (info === undefined) {
    console.error(`no signed target ${path}`);
    process.exit(1);
  }
  const file = await updater.downloadTarget(info, join(targetDir, encodeURIComponent(path)));
  console.log(JSON.stringify({ path, length: info.length, file }));
}
