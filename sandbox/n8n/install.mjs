import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages, sayWaiting } from '../launch/install.mjs';
import { alone } from '../launch/lock.mjs';
import { n8nDirs } from '../launch/paths.mjs';

/**
 * Installs a pinned n8n into its folder. Instant when it is there; a second caller waits for the
 * first.
 * @param {import('../launch/paths.mjs').N8nMajor} [major]
 */
export async function installN8n(major = 2) {
	const folder = n8nDirs[major];
	const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	await alone(
		'install-n8n',
		async () =>
			await installPackages(`n8n ${dependencies.n8n}`, folder, {
				expected: '2 to 6 min',
				purpose: 'install n8n',
			}),
		sayWaiting,
	);
}
