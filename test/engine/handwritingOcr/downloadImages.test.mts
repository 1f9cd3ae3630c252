import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, redirect, startFileServer, type FileServer } from '../../support/fileServer.mts';
import { everythingIn } from '../harness/index.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const png = readFileSync(join(import.meta.dirname, '../../../sandbox/samples/letter.png'));

const seed = async (document = {}, settings = {}, version: 'v2' | 'v3' = 'v3') => {
	const account = await world.openAccount({ settings }, version);
	const [seeded] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'scan.pdf', pageCount: 2, ...document },
	]);
	return { account, documentId: seeded?.id ?? '' };
};

const jpeg = (bytes: Buffer) =>
	expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));

it.each(['v3', 'v2'] as const)(
	'gives one item a page with its image, through %s',
	async (version) => {
		const { account, documentId } = await seed({}, {}, version);
		const { items, error, hints } = await world.document(account, 'downloadImages', {
			documentId,
			outputDataFieldName: 'image',
		});
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items).toMatchObject([
			{
				json: { id: documentId, fileName: 'scan.pdf', pageCount: 2, pageNumber: 1 },
				binary: { image: { fileName: 'scan-page-1.jpg', mimeType: 'image/jpeg' } },
				pairedItem: { item: 0 },
			},
			{
				json: { pageNumber: 2 },
				binary: { image: { fileName: 'scan-page-2.jpg' } },
				pairedItem: { item: 0 },
			},
		]);
		for (const { binary } of items)
			jpeg(await world.engine.readBinary(binary?.image ?? { data: '', mimeType: '' }));
		expect(await world.requests(account, 'image')).toMatchObject([
			{ status: 200, authenticated: true },
			{ status: 200, authenticated: true },
		]);
	},
);

it('tells when fewer images are offered than there are pages', async () => {
	const { account, documentId } = await seed({}, { thumbnails: 'first' });
	const { items, hints } = await world.document(account, 'downloadImages', { documentId });
	expect(items).toHaveLength(1);
	expect(hints).toMatchObject([
		{ message: `The service offers 1 page image for the 2 pages of document ${documentId}.` },
	]);
});

it.each([
	[
		'has no images',
		{},
		{ thumbnails: 'none' },
		/^The service offers no page images for document \w+ \[item 0\]$/,
	],
	[
		'is not finished',
		{ status: 'processing' },
		{},
		/^Document \w+ is not finished yet \(status: processing\) \[item 0\]$/,
	],
	[
		'failed',
		{ status: 'failed', error: 'Blank.' },
		{},
		/^Document \w+ \("scan.pdf"\) could not be processed: Blank\. \(status: failed\) \[item 0\]$/,
	],
])(
	'says why there is no image when the document %s',
	async (_case, document, settings, message) => {
		const { account, documentId } = await seed(document, settings);
		const { error, items } = await world.document(account, 'downloadImages', { documentId });
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: expect.stringMatching(message),
			context: { details: { id: documentId } },
		});
	},
);

describe('on a host that is not the API', () => {
	let foreign: FileServer;
	let thief: FileServer;
	beforeAll(async () => {
		thief = await startFileServer({
			'/image.jpg': file(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'),
		});
		foreign = await startFileServer({
			'/v3/document/foreign001/image-1.jpg': file(
				Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
				'image/jpeg',
			),
			'/v3/document/labelled-filesystem/image-1.jpg': file(png, 'application/octet-stream'),
			'/v3/document/labelled-default/image-1.jpg': file(png, 'image/jpeg'),
			'/v3/document/moved00001/image-1.jpg': redirect(`${thief.url}/image.jpg`),
		});
	});
	afterAll(async () => await Promise.all([foreign.stop(), thief.stop()]));

	it.each(['foreign001', 'moved00001'])(
		'the image is asked for without the token: %s',
		async (id) => {
			const { account, documentId } = await seed(
				{ id, pageCount: 1 },
				{ thumbnailOrigin: foreign.url },
			);
			const { items, error } = await world.document(account, 'downloadImages', { documentId });
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			const asked = [...foreign.requests, ...thief.requests];
			expect(
				asked.filter(({ path }) => path.includes(id) || path === '/image.jpg').length,
			).toBeGreaterThan(0);
			expect(everythingIn(asked)).not.toContain(account.token.split('|')[1]);
			for (const { headers } of asked) expect(headers).not.toHaveProperty('authorization');
		},
	);

	it.each(['filesystem', 'default'] as const)(
		'the image is named by its bytes, whatever its host says of it, binary data mode %s',
		async (mode) => {
			await world.engine.useBinaryDataMode(mode);
			const { account, documentId } = await seed(
				{ id: `labelled-${mode}`, pageCount: 1, fileName: 'Scan 12.03.2024' },
				{ thumbnailOrigin: foreign.url },
			);
			const { items, error } = await world.document(account, 'downloadImages', { documentId });
			await world.engine.useBinaryDataMode('filesystem');
			expect(error).toBeUndefined();
			expect(items).toMatchObject([
				{
					binary: {
						data: {
							fileName: 'Scan 12.03.2024-page-1.png',
							fileExtension: 'png',
							mimeType: 'image/png',
						},
					},
				},
			]);
			const data = items[0]?.binary?.data ?? { data: '', mimeType: '' };
			expect(await world.engine.readBinary(data)).toEqual(png);
		},
	);

	it('says why a host refuses it', async () => {
		const { account, documentId } = await seed(
			{ id: 'refused001', pageCount: 1 },
			{ thumbnailOrigin: foreign.url },
		);
		const { error } = await world.document(account, 'downloadImages', { documentId });
		expect(error).toMatchObject({
			message: `The page image on ${foreign.url.slice(7)} answered with status 404 [item 0]`,
			description: 'The API token is not sent to other hosts than the API itself.',
			context: { details: { id: documentId } },
		});
	});

	it('follows no redirect of the API with the token', async () => {
		const { account, documentId } = await seed({ pageCount: 1 });
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'image',
			status: 302,
			body: '',
		});
		const { error } = await world.document(account, 'downloadImages', { documentId });
		expect(error).toMatchObject({
			message: 'The service redirected the request (status 302) [item 0]',
		});
	});
});
