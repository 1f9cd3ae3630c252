// The rules of this house, beside the linter of n8n: arrows point one way, files stay small, types
// stay honest.
import tseslint from 'typescript-eslint';

/** The folder of each service. */
const SERVICES = {
	HandwritingOcr: 'nodes/HandwritingOcr',
	NatifAi: 'packages/natif-ai/nodes/NatifAi',
	Ocriva: 'packages/ocriva/nodes/Ocriva',
};

/** The rooms of `nodes/shared`, each with those that it may import from. */
const ROOMS = {
	core: [],
	concurrency: ['core'],
	http: ['concurrency', 'core'],
	waiting: ['concurrency', 'core'],
	files: ['http', 'waiting', 'concurrency', 'core'],
	operations: ['files', 'http', 'waiting', 'concurrency', 'core'],
	upload: ['operations', 'files', 'http', 'waiting', 'concurrency', 'core'],
	webhook: ['http', 'waiting', 'concurrency', 'core'],
};

/** Forbids imports that match a pattern. */
const keepOut = (...patterns) => ({
	'no-restricted-imports': [
		'error',
		{ patterns: patterns.map(([regex, message]) => ({ regex, message })) },
	],
});

const outside = [
	'(^|/)(sandbox|test|bench)/',
	'Nodes know nothing of the sandbox, the tests and the benchmarks.',
];
const anyService = [
	`/(${Object.keys(SERVICES).join('|')})/|credentials/`,
	'Shared code knows no service.',
];

const roomRules = Object.entries(ROOMS).map(([room, below]) => {
	const forbidden = Object.keys(ROOMS).filter((other) => other !== room && !below.includes(other));
	const upward = [
		`^(\\.\\./)+(${forbidden.join('|')})/`,
		`${room}/ is below these rooms; see nodes/shared/README.md.`,
	];
	return { files: [`nodes/shared/${room}/**/*.ts`], rules: keepOut(outside, anyService, upward) };
});

const serviceRules = Object.entries(SERVICES).flatMap(([service, folder]) => {
	const others = Object.keys(SERVICES).filter((other) => other !== service);
	const stranger = [
		`/(${others.join('|')})/`,
		'No service knows another; what two need moves to shared/.',
	];
	const above = ['/(actions|methods|trigger)/', 'The API layer is below the operations.'];
	return [
		{ files: [`${folder}/**/*.ts`], rules: keepOut(outside, stranger) },
		{ files: [`${folder}/api/**/*.ts`], rules: keepOut(outside, stranger, above) },
	];
});

export default tseslint.config(
	{ ignores: ['**/node_modules/**', '**/dist/**', '.cache/**', 'packages/*/nodes/shared/**'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: [
			'nodes/**/*.ts',
			'credentials/**/*.ts',
			'packages/**/*.ts',
			'sandbox/**/*.mts',
			'scripts/**/*.mts',
			'test/**/*.mts',
			'bench/**/*.mts',
		],
		extends: [tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			eqeqeq: 'error',
			'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
			'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
			'no-nested-ternary': 'error',
			'no-console': 'off',
		},
	},
	// Tables of cases are long.
	{
		files: ['test/**/*.mts'],
		rules: { 'max-lines': ['error', { max: 420, skipBlankLines: true, skipComments: true }] },
	},
	// A `describe` block is one function, however many cases it holds.
	{ files: ['**/*.test.mts'], rules: { 'max-lines-per-function': 'off' } },
	...roomRules,
	...serviceRules,
);
