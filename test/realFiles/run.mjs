import { once } from 'node:events';
import { join } from 'node:path';
import { endChildren, startChild } from '../../sandbox/launch/children.mjs';
import { installProject } from '../../sandbox/launch/install.mjs';
import { buildPackages } from '../../sandbox/launch/package.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { onEnd } from '../../sandbox/launch/signals.mjs';

// What `npm run test:real-files` runs, on any Node from 20 on; an argument chooses files by a part
// of their path.
onEnd(endChildren);
try {
	await installProject();
	await buildPackages();
	const program = join(root, 'test', 'realFiles', 'main.mts');
	const tests = startChild(projectNode, [program, ...process.argv.slice(2)], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(tests, 'exit');
	process.exitCode = code ?? 1;
} catch (error) {
	showFailure(error);
	process.exitCode = 1;
}
