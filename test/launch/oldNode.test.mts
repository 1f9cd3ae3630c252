import { spawn } from 'node:child_process';
import { node, root, untilEnded } from './node.mts';

/** What the files that a start loads find in a process of another Node. */
const pretending = (version: string) =>
	`data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;

async function help(version: string) {
	return await untilEnded(
		spawn(
			node,
			[
				...['--import', pretending(version)],
				...['scripts/run.mjs', 'sandbox/launch/main.mjs', '--help'],
			],
			{ cwd: root, stdio: 'pipe' },
		),
	);
}

test.each(['18.20.8', '19.9.0'])('on Node %s a start says which one it needs', async (version) => {
	expect(await help(version)).toEqual({
		code: 1,
		stdout: '',
		stderr: `This needs Node 20 or newer; this is Node ${version}. Get a newer one from nodejs.org.\n`,
	});
});

test.each(['20.0.0', '26.1.0'])('Node %s will do', async (version) => {
	expect(await help(version)).toMatchObject({ code: 0, stderr: '' });
});
