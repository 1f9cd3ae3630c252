/**
 * Calls `end` on Ctrl-C, a request to end, a closed console or a dead parent, then exits with the
 * shell's code for it. A second Ctrl-C, at least half a second later, ends at once: a start under
 * npm delivers one Ctrl-C two times.
 * @param {() => Promise<void>} end
 */
export function onEnd(end) {
	let since = 0;
	const handle = (/** @type {number} */ code) => {
		if (since > 0) {
			if (Date.now() - since > 500) process.exit(code);
			return;
		}
		since = Date.now();
		end().then(
			() => process.exit(code),
			() => process.exit(code),
		);
	};
	process.on('SIGINT', () => handle(130));
	process.on('SIGTERM', () => handle(143));
	process.on('SIGHUP', () => handle(129));
	if (process.channel !== undefined) {
		process.on('disconnect', () => handle(143));
		process.channel.unref();
	}
}
