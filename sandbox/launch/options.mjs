import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';
import { cache } from './paths.mjs';

export const usage = `Usage: npm start -- [options]

  Starts the sandbox and a real n8n with the package, reads a sample letter through it and leaves the editor open.
  On a fresh clone it installs first what is missing: about 4 GB, three to seven minutes. After that it takes seconds.

  --once               end after the letter has been read; exit code 0 when it was, 1 when not
  --dev                compile again whatever changes in the nodes, into the running n8n (the same as npm run dev)
  --sandbox-only       only the sandbox, without n8n (the same as npm run sandbox)
  --port PORT          n8n's port (5678)
  --sandbox-port PORT  the sandbox's port (4810)
  --state DIR          where n8n and the sandbox keep what they store (.cache/start)
  --help               this text

  All that it leaves behind is in .cache/; deleting that folder starts afresh.`;

/**
 * @typedef {{ once: boolean, dev: boolean, sandboxOnly: boolean, help: boolean, port: number,
 * sandboxPort: number, state: string }} StartOptions
 */

/**
 * The options of a start. Throws a Failure for a flag that does not exist or a port that is none.
 * @param {string[]} args
 * @returns {StartOptions}
 */
export function readOptions(args) {
	const { values } = parse(args);
	return {
		once: values.once ?? false,
		dev: values.dev ?? false,
		sandboxOnly: values['sandbox-only'] ?? false,
		help: values.help ?? false,
		port: portOf('--port', values.port ?? '5678'),
		state: resolve(values.state ?? join(cache, 'start')),
		sandboxPort: portOf('--sandbox-port', values['sandbox-port'] ?? '4810'),
	};
}

/** @param {string[]} args */
function parse(args) {
	try {
		return parseArgs({
			args,
			options: {
				once: { type: 'boolean' },
				dev: { type: 'boolean' },
				'sandbox-only': { type: 'boolean' },
				port: { type: 'string' },
				'sandbox-port': { type: 'string' },
				state: { type: 'string' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		const [sentence] = error.message.split('. ');
		throw new Failure(`${sentence}. The options are:\n\n${usage}`);
	}
}

/**
 * @param {string} flag
 * @param {string} text
 */
function portOf(flag, text) {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new Failure(`${flag} takes a port from 1 to 65535, not "${text}".`);
}
