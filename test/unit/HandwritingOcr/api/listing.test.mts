import type { HandwritingOcr } from '../../../../nodes/HandwritingOcr/api/client.ts';
import { allDocuments } from '../../../../nodes/HandwritingOcr/api/listing.ts';

type Asked = { query: { page: number; per_page: number } };

/** A service with a list, which changes after each page that it gives. */
const serviceOf = (ids: string[], afterPage: (page: number) => void = () => {}) => {
	const pages: number[] = [];
	const request = async ({ query: { page, per_page: perPage } }: Asked) => {
		pages.push(page);
		const documents = ids
			.slice((page - 1) * perPage, page * perPage)
			.map((id) => ({ id, status: 'processed' }));
		const isLast = page * perPage >= ids.length;
		const body = {
			documents,
			total: ids.length,
			per_page: perPage,
			next_page_url: isLast ? null : 'x',
		};
		afterPage(page);
		return { status: 200, headers: {}, body };
	};
	return { service: { client: { request } } as unknown as HandwritingOcr, pages };
};

const idsOf = async (service: HandwritingOcr): Promise<string[]> => {
	const ids: string[] = [];
	for await (const { id } of allDocuments(service)) ids.push(id);
	return ids;
};

const named = (count: number) => Array.from({ length: count }, (_, index) => `doc${index}`);

it('reads each page once where nothing changes', async () => {
	const { service, pages } = serviceOf(named(450));
	expect(await idsOf(service)).toEqual(named(450));
	expect(pages).toEqual([1, 2, 3]);
});

it('misses none while others are deleted', async () => {
	const ids = named(1_450);
	const { service } = serviceOf(ids, (page) => {
		if (page === 1 || page === 3) ids.splice(0, 21);
	});
	const given = await idsOf(service);
	expect(ids.filter((id) => !given.includes(id))).toEqual([]);
	expect(new Set(given).size).toBe(given.length);
});

it('ends where a server gives the same page again and again', async () => {
	const ids = named(200);
	const body = {
		documents: ids.map((id) => ({ id, status: 'processed' })),
		total: null,
		next_page_url: 'x',
	};
	const request = async () => ({ status: 200, headers: {}, body });
	const service = { client: { request } } as unknown as HandwritingOcr;
	expect(await idsOf(service)).toEqual(ids);
});
