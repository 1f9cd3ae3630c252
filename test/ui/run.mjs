import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installProject } from '../../sandbox/launch/install.mjs';
import { projectNode, root } from '../../sandbox/launch/paths.mjs';
import { showFailure } from '../../sandbox/launch/showFailure.mjs';
import { installN8n } from '../../sandbox/n8n/install.mjs';
import { installChromium } from './chromium.mjs';

// What `npm run pictures` and `npm run walk` run, on any Node from 20 on: installs what is missing,
// then starts the script that the first word names on the project's Node.
const [script = 'pictures', ...args] = process.argv.slice(2);
try {
	await installProject();
	await installN8n();
	await installChromium();
	const child = spawn(projectNode, [join(root, 'test', 'ui', `${script}.mts`), ...args], {
		cwd: root,
		stdio: 'inherit',
	});
	const [code] = await once(child, 'exit');
	process.exit(code ?? 1);
} catch (error) {
	showFailure(error);
	process.exit(1);
}
