// Made the streams beside it, with Node.js 20.20.2 on x86-64 (zlib 1.3.1-e00f703, Chromium's fork):
//   node make-fixtures.js
// Each is named by its level and its memory level.
const { deflateRawSync } = require('node:zlib');
const { writeFileSync } = require('node:fs');

let state = 1;
const below = (limit) => {
  state = (state * 48271) % 2147483647;
  return state % limit;
};
const names = Array.from({ length: 24 }, () =>
  Array.from({ length: 3 + below(7) }, () => String.fromCharCode(97 + below(26))).join(''));

const lines = [];
for (let i = 0; i < 2000; i++) {
  const name = names[below(8)];
  const other = names[below(24)];
  lines.push(
    below(4) > 0
      ? lines[Math.max(0, lines.length - 1 - below(60))] ?? name
      : `    ${name}.${other} = ${below(8)} + ${name}(${other}, "${names[below(24)]}");`);
}
const contents = Buffer.from(lines.join('\n'));

for (const [level, memLevel] of [[1, 8], [3, 3], [6, 4], [9, 8]]) {
  writeFileSync(`${level}-${memLevel}.deflate`, deflateRawSync(contents, { level, memLevel }));
}

// gnu-gzip.deflate is another one's: of GNU gzip 1.12, level 6, without its head and its tail.
const { execFileSync } = require('node:child_process');

const noise = () => String.fromCharCode(33 + below(90));
const phrases = Array.from({ length: 40 }, () => Array.from({ length: 24 }, noise).join(''));
let text = '';
for (let i = 0; i < 1500; i++) {
  text += noise() + noise() + noise() + phrases[below(40)];
}
const gzip = execFileSync('gzip', ['-n', '-6'], { input: Buffer.from(text) });
writeFileSync('gnu-gzip.deflate', gzip.subarray(10, gzip.length - 8));
