import type { FastifyInstance } from 'fastify';
import { notValid } from './answers.mts';
import { accountOf, apiRoot, type Mount, type Parts } from './parts.mts';
import { listItem, listItemV2 } from './wire.mts';

const defaultPerPage = 50;
const largestPerPage = 200;

/** `GET /documents`: newest first; the short envelope of v3, Laravel's paginator in v2. */
export function listRoute(app: FastifyInstance, parts: Parts, mount: Mount): void {
	app.get<{ Querystring: Record<string, string | string[] | undefined> }>(
		'/documents',
		{ config: { route: 'list' } },
		async (request) => {
			const account = await accountOf(request, parts);
			const { page, perPage } = checkedPaging(request.query);
			const { settings } = account;
			const all = parts.documents.of(account.id);
			const total = all.length;
			const end = Math.max(0, total - (page - 1) * perPage);
			const shown = all.slice(Math.max(0, end - perPage), end).reverse();

			const lastPage = Math.max(1, Math.ceil(total / perPage));
			const path = `${apiRoot(request, mount)}/documents`;
			const url = (number: number): string =>
				`${path}?${settings.listQuirks ? '' : `per_page=${perPage}&`}page=${number}`;
			const common = {
				current_page: page,
				from: shown.length > 0 ? (page - 1) * perPage + 1 : null,
				to: shown.length > 0 ? (page - 1) * perPage + shown.length : null,
				total,
				per_page: perPage,
				last_page: settings.listQuirks ? total : lastPage,
				next_page_url: page < lastPage ? url(page + 1) : null,
				prev_page_url: page > 1 ? url(page - 1) : null,
			};
			if (mount.version === 3)
				return { documents: shown.map((document) => listItem(document, settings)), ...common };
			return {
				...common,
				last_page: lastPage,
				data: shown.map((document) => listItemV2(document, settings)),
				first_page_url: url(1),
				last_page_url: url(lastPage),
				path,
			};
		},
	);
}

function checkedPaging(query: Record<string, string | string[] | undefined>): {
	page: number;
	perPage: number;
} {
	const perPage = wholeNumber(query.per_page, defaultPerPage);
	const page = wholeNumber(query.page, 1);
	const errors: Record<string, string> = {};
	// 422 above 200 is an assumption: the limit is documented, what happens beyond it is not.
	if (perPage === null || perPage > largestPerPage)
		errors.per_page = `The per page field must be an integer between 1 and ${largestPerPage}.`;
	if (page === null) errors.page = 'The page field must be an integer of at least 1.';
	if (perPage === null || page === null || Object.keys(errors).length > 0) throw notValid(errors);
	return { page, perPage };
}

/** An integer of at least 1 out of a query, the default when it is absent or empty, else null. */
function wholeNumber(value: string | string[] | undefined, absent: number): number | null {
	if (value === undefined || value === '') return absent;
	return typeof value === 'string' && /^\d{1,9}$/.test(value) && Number(value) >= 1
		? Number(value)
		: null;
}
