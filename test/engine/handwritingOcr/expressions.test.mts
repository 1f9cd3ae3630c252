import { useWorld } from './setup.mts';

const world = useWorld();

describe('a choice that an expression makes', () => {
	it('of the action needs an extractor only where it comes out as such', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png', 'table.png', 'form.png');
		input.forEach((item, index) => {
			item.json = { action: ['transcribe', 'tables', 'extractor'][index] };
		});
		const { items, errorItems } = await world.document(
			account,
			'upload',
			{ documentAction: '={{ $json.action }}', waitForCompletion: false },
			{ input, onError: 'continueErrorOutput' },
		);
		expect(items.map(({ json }) => json.action)).toEqual(['transcribe', 'tables']);
		expect(errorItems).toMatchObject([
			{ json: { error: '"Extractor ID" is empty' }, pairedItem: { item: 2 } },
		]);
	});

	it('of the input source needs an address only where it comes out as URL', async () => {
		const account = await world.openAccount();
		const { error, items } = await world.document(
			account,
			'upload',
			{ inputSource: '={{ "bin" + "ary" }}', waitForCompletion: false },
			{ input: await world.sampleItems('letter.png') },
		);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { fileName: 'letter.png' } }]);
	});
});

it.each([
	[{ documentAction: 'extractor' }, 'Extractor ID'],
	[{ inputSource: 'url' }, 'Document URL'],
])('the literal choice %j stops the run before it begins: %s', async (parameters, field) => {
	const account = await world.openAccount();
	const input = await world.sampleItems('letter.png');
	await expect(world.document(account, 'upload', parameters, { input })).rejects.toThrow(
		`Parameter "${field}" is required`,
	);
	expect(await world.requests(account)).toEqual([]);
});
