import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages, sayWaiting } from '../launch/install.mjs';
import { alone } from '../launch/lock.mjs';
import { n8nDir } from '../launch/paths.mjs';

/**
 * Installs the pinned n8n into this folder. Instant when it is there; a second caller waits for the
 * first.
 */
export async function installN8n() {
	const { dependencies } = JSON.parse(await readFile(join(n8nDir, 'package.json'), 'utf8'));
	await alone(
		'install-n8n',
		async () =>
			await installPackages(`n8n ${dependencies.n8n}`, n8nDir, {
				expected: '2 to 6 min',
				purpose: 'install n8n',
			}),
		sayWaiting,
	);
}
