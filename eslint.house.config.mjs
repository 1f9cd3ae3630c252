// The rules of this house, beside the linter of n8n: arrows point one way, files stay small, types
// stay honest.
import tseslint from 'typescript-eslint';

const SERVICES = ['HandwritingOcr', 'NatifAi', 'Ocriva'];

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

export default tseslint.config(
	{ ignores: ['**/node_modules/**', 'dist/**', '.cache/**'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: [
			'nodes/**/*.ts',
			'credentials/**/*.ts',
			'sandbox/**/*.mts',
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
			'no-console': 'off',
		},
	},
	// Tables of cases are long; they are split when the tests move to their rooms.
	{
		files: ['test/**/*.mts'],
		rules: { 'max-lines': ['error', { max: 420, skipBlankLines: true, skipComments: true }] },
	},
	{
		files: ['nodes/shared/**/*.ts'],
		rules: keepOut(
			outside,
			[`/(${SERVICES.join('|')})/`, 'Shared code knows no service.'],
			['credentials/', 'Shared code knows no service.'],
		),
	},
	...SERVICES.flatMap((service) => {
		const others = SERVICES.filter((other) => other !== service).join('|');
		const stranger = [`/(${others})/`, 'No service knows another; what two need moves to shared/.'];
		return [
			{ files: [`nodes/${service}/**/*.ts`], rules: keepOut(outside, stranger) },
			{
				files: [`nodes/${service}/api/**/*.ts`],
				rules: keepOut(outside, stranger, [
					'/(actions|methods|trigger)/',
					'The API layer is below the operations.',
				]),
			},
		];
	}),
);
