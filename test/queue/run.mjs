import { once } from 'node:events';
import { join } from 'node:path';
import { endChildren, startChild } from '../../sandbox/launch/children.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { findPrograms } from './programs.mjs';

/**
 * What `npm run test:queue` runs, on any Node from 20 on. It ends with an error when Redis or
 * PostgreSQL is missing.
 */
export async function main() {
	onEnd(endChildren);
	try {
		findPrograms();
		await installProject();
		await installN8n();
		await buildPackages();
		const tests = startChild(
			projectNode,
			['--test', '--test-reporter=spec', join(root, 'test', 'queue', 'queue.mts')],
			{ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
		);
		const [code] = await once(tests, 'exit');
		process.exitCode = code ?? 1;
	} catch (error) {
		showFailure(error);
		process.exitCode = 1;
	}
}
