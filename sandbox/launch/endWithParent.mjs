// Loaded with --import into a server that this project starts: it ends when the process that
// started it is gone, however that went, and however the server takes the request to end.
if (process.channel !== undefined) {
	process.channel.unref();
	process.once('disconnect', () => {
		process.kill(process.pid, 'SIGTERM');
		setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000).unref();
	});
}
