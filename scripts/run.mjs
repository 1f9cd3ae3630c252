// What npm's scripts run, on any Node: what needs a newer one is loaded after the check.
// `node scripts/run.mjs FILE ...` calls `main` of a file of this project with the words after it.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
	console.error(
		'This needs Node 20 or newer; this is Node ' +
			process.versions.node +
			'. Get a newer one from nodejs.org.',
	);
	process.exitCode = 1;
} else {
	import('../' + process.argv[2]).then(function (file) {
		return file.main(process.argv.slice(3));
	});
}
