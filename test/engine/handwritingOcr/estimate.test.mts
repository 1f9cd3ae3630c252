import { makePdf } from '../../unit/shared/files/pdfMaker.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const twelve = makePdf({
	revisions: [{ pages: 12, children: 5, reference: 'stream', packed: true }],
});

it('counts the pages and credits of files, and sends nothing', async () => {
	const account = await world.openAccount();
	const input = [
		...(await world.sampleItems('letter.png', 'two-pages.pdf')),
		await world.fileItem(twelve, 'minutes.pdf'),
		await world.fileItem('%PDF-1.7 broken', 'broken.pdf'),
	];
	const { items, error } = await world.document(account, 'estimate', {}, { input });
	expect(error).toBeUndefined();
	expect(
		items.map(({ json: { fileName, fileType, pages, credits } }) => [
			fileName,
			fileType,
			pages,
			credits,
		]),
	).toEqual([
		['letter.png', 'image/png', 1, 1],
		['two-pages.pdf', 'application/pdf', 2, 2],
		['minutes.pdf', 'application/pdf', 12, 12],
		['broken.pdf', 'application/pdf', null, null],
	]);
	expect(items[2]?.json.fileSize).toBe(twelve.length);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
	expect(await world.requests(account)).toEqual([]);
});

it('gives an item for each file of an item', async () => {
	const account = await world.openAccount();
	const input = [
		{
			json: {},
			binary: { a: await world.sample('letter.png'), b: await world.sample('two-pages.pdf') },
		},
	];
	const parameters = { inputDataFieldName: '*' };
	const { items } = await world.document(account, 'estimate', parameters, { input });
	expect(items.map(({ json }) => json.pages)).toEqual([1, 2]);
});

it('says why a file would not be taken', async () => {
	const account = await world.openAccount();
	const input = [await world.fileItem('<!doctype html><html></html>', 'page.pdf')];
	const { error } = await world.document(account, 'estimate', {}, { input });
	expect(error?.message).toContain('page.pdf');
});
