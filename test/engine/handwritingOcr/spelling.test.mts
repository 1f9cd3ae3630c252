import type { FaultInput } from '../../../sandbox/client.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const spellings = ['latin1', 'decomposed', 'underscores'] as const;

/** Uploads files of the given names at once, to a service that respells them. */
const upload = async (
	fileNames: (typeof spellings)[number],
	faults: Array<Partial<FaultInput>>,
	names: string[],
	parameters = {},
) => {
	const account = await world.openAccount({ settings: { fileNames } });
	for (const fault of faults)
		await world.sandbox.control.addFault({ token: account.token, route: 'upload', ...fault });
	const input = await Promise.all(
		names.map(async (name) => ({
			json: {},
			binary: { data: await world.sample('letter.png', name) },
		})),
	);
	const result = await world.document(
		account,
		'upload',
		{ waitForCompletion: false, ...parameters },
		{ input, onError: 'continueErrorOutput', clockSpeed: 20 },
	);
	const documents = await world.sandbox.control.documents(account.token);
	return { ...result, documents, uploads: await world.requests(account, 'upload') };
};

describe.each(spellings)('where the service lists names %s', (fileNames) => {
	it.each(['again', 'reuse'])(
		'an upload whose answer got lost is found and not sent again, with fingerprints or without: %s',
		async (ifUploadedBefore) => {
			const { items, errorItems, documents, uploads } = await upload(
				fileNames,
				[{ reset: 'after' }],
				['Übung 7 (a).png'],
				{ options: { ifUploadedBefore } },
			);
			expect(errorItems).toEqual([]);
			expect(uploads).toHaveLength(1);
			expect(documents.map(({ fileName }) => fileName)).not.toContain('Übung 7 (a).png');
			expect(items).toMatchObject([
				{ json: { id: documents[0]?.id, fileName: 'Übung 7 (a).png' }, pairedItem: { item: 0 } },
			]);
		},
	);
});

it('takes no document that could be of another upload, whose name is written alike', async () => {
	const { items, errorItems, documents } = await upload(
		'underscores',
		[{ reset: 'before' }, { reset: 'after' }],
		['scan 1.png', 'scan_1.png'],
	);
	const [document] = documents;
	expect(documents).toHaveLength(1);
	expect(items).toEqual([]);
	const doubt = expect.stringContaining(`may be another upload's: ${document?.id}`);
	expect(errorItems).toMatchObject([{ json: { error: doubt } }, { json: { error: doubt } }]);
});

it('tells names apart that are written alike elsewhere but not here', async () => {
	const names = ['請求書.png', '領収書.png'];
	const { items, errorItems } = await upload('decomposed', [{ reset: 'after', times: 2 }], names);
	expect(errorItems).toEqual([]);
	expect(items.map(({ json }) => json.fileName)).toEqual(names);
});
