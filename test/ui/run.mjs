import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installProject } from '../../sandbox/launch/install.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { installN8n } from '../../sandbox/n8n/install.mjs';

// What `npm run pictures` runs, on any Node from 20 on: installs what is missing, then takes the
// pictures on the project's Node.
try {
	await installProject();
	await installN8n();
	const pictures = spawn(
		projectNode,
		[join(root, 'test', 'ui', 'pictures.mts'), ...process.argv.slice(2)],
		{ cwd: root, stdio: 'inherit' },
	);
	const [code] = await once(pictures, 'exit');
	process.exit(code ?? 1);
} catch (error) {
	showFailure(error);
	process.exit(1);
}
