import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that a start leaves behind; deleting it starts afresh. */
export const cache = join(root, '.cache');

export const logs = join(cache, 'logs');

/**
 * Where the pinned versions of n8n are installed, by their major version. What says nothing else
 * uses the newest; the other one is for `npm run test:versions`.
 */
export const n8nDirs = { 1: join(root, 'sandbox', 'n8n-1'), 2: join(root, 'sandbox', 'n8n') };

/** @typedef {keyof typeof n8nDirs} N8nMajor */

/** @type {N8nMajor[]} */
export const n8nMajors = [1, 2];

/** Where the newest pinned n8n is installed. */
export const n8nDir = n8nDirs[2];

/** The Node that the project's own code and n8n run on, whatever Node the machine has. */
export const projectNode = join(
	root,
	'node_modules',
	'node',
	'bin',
	process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Where the packed package lies unpacked, as npm would install it. */
export const packed = join(cache, 'package');
