// What `npm run pack:all` runs: the tarballs of all packages, as they would be published, in one
// folder.
import { resolve } from 'node:path';
import { packAll } from './publish/packAll.mts';

const folder = resolve(process.argv[2] ?? 'tarballs');
for (const { file } of await packAll(folder)) console.log(file);
