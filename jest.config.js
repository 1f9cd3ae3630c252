const { availableParallelism } = require('node:os');

const swc = [
	'@swc/jest',
	{ jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
];

const shared = {
	testEnvironment: 'node',
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/.cache/',
		'<rootDir>/sandbox/n8n/node_modules/',
		'<rootDir>/sandbox/n8n-1/node_modules/',
	],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	// The parser of Markdown comes as an ES module alone.
	transformIgnorePatterns: ['/node_modules/(?!marked/)'],
	transform: { '\\.(m?ts|mjs)$|/marked/lib/.*\\.js$': swc },
};

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.mts'],
			testPathIgnorePatterns: ['/node_modules/', '/test/e2e/', '/test/versions/', '/test/ui/'],
		},
		{
			...shared,
			displayName: 'e2e',
			testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
			globalSetup: '<rootDir>/test/support/e2e/setup.mts',
			globalTeardown: '<rootDir>/test/support/e2e/teardown.mts',
		},
		// These two are left out by `npm test`, see test/runner/selection.mjs.
		{
			...shared,
			displayName: 'ui',
			testMatch: ['<rootDir>/test/ui/**/*.test.mts'],
			globalSetup: '<rootDir>/test/ui/setup.mts',
			globalTeardown: '<rootDir>/test/support/e2e/teardown.mts',
		},
		{
			...shared,
			displayName: 'versions',
			testMatch: ['<rootDir>/test/versions/**/*.test.mts'],
			globalSetup: '<rootDir>/test/versions/setup.mts',
			globalTeardown: '<rootDir>/test/support/e2e/teardown.mts',
		},
	],
	// Only ends what would never end: how long a test takes is the machine's affair.
	testTimeout: 600_000 * Number(process.env.PROPERTY_RUNS ?? 1),
	// Half of the time the tests wait, for a real n8n or for an answer that does not come.
	maxWorkers: availableParallelism() + 2,
	// A busy machine takes longer than half a second to end a worker.
	workerGracefulExitTimeout: 30_000,
	testSequencer: '<rootDir>/test/runner/sequencer.cjs',
	// Collecting the garbage of a large heap takes longer than starting a worker anew.
	workerIdleMemoryLimit: '700MB',
};
