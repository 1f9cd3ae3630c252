import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChildren, startChild } from '../../sandbox/launch/children.mjs';
import { installPackages, installProject, sayWaiting } from '../../sandbox/launch/install.mjs';
import { alone } from '../../sandbox/launch/lock.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';

const folder = dirname(fileURLToPath(import.meta.url));

/** What is mutated unless files are named: where money and repeats are decided. */
const MUTATED = [
	'nodes/shared/upload/*.ts',
	'nodes/shared/webhook/*.ts',
	'nodes/shared/waiting/*.ts',
	'nodes/shared/http/retryPolicy.ts',
	'nodes/shared/concurrency/rateLimiter.ts',
];

// What `npm run mutate` runs, on any Node from 20 on. A word chooses files, such as
// `nodes/shared/webhook/*.ts`; words with a dash go to Stryker.
onEnd(endChildren);
try {
	const words = process.argv.slice(2);
	const files = words.filter((word) => !word.startsWith('-'));
	await installProject();
	await alone('install-mutation', install, sayWaiting);
	const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
	const chosen = (files.length > 0 ? files : MUTATED).join(',');
	const options = words.filter((word) => word.startsWith('-'));
	const run = startChild(
		projectNode,
		[stryker, 'run', join(folder, 'stryker.config.mjs'), '--mutate', chosen, ...options],
		{ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
	);
	const [code] = await once(run, 'exit');
	process.exitCode = code ?? 1;
} catch (error) {
	showFailure(error);
	process.exitCode = 1;
}

async function install() {
	await installPackages('Stryker', folder, { expected: '15 s', purpose: 'install Stryker' });
}
