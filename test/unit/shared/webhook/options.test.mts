import { deliveryOptions } from '../../../../nodes/shared/webhook/options.ts';

it.each([
	[{}, { confirmWithApi: false, ignoreDuplicates: true }],
	[{ confirmWithApi: true }, { confirmWithApi: true, ignoreDuplicates: true }],
	[{ ignoreDuplicates: false }, { confirmWithApi: false, ignoreDuplicates: false }],
	[
		{ confirmWithApi: 'yes', ignoreDuplicates: null },
		{ confirmWithApi: false, ignoreDuplicates: true },
	],
])('%j is read as %j', (options, expected) => {
	expect(deliveryOptions(options)).toEqual(expected);
});
