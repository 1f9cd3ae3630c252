import type { IHttpRequestOptions } from 'n8n-workflow';

import { documentJson, type SimulatedDocument, stateOf } from './document.mts';
import { exchange, type Fault, type Reply } from './exchange.mts';

/** What becomes of an upload. Times in milliseconds after the request came in. */
export interface UploadPlan {
	/** When the document is created; null when it never is. */
	createdAfter: number | null;
	answeredAfter: number;
	/** `garbled`: success with a body that says nothing. */
	answer: 'created' | 'garbled' | Fault;
	/** From creation to the result. */
	processing: number;
	ends: 'processed' | 'failed';
}

export interface SimulatedRequest {
	at: number;
	/** Who asked; an item of a test. */
	sender: string;
	method: string;
	/** `upload`, `list` or `get`. */
	route: string;
	/** The document that was asked for, on `get`. */
	id: string;
}

export interface SimulatedServiceOptions {
	/** The service's clock minus this machine's, in milliseconds. */
	skew?: number;
	/** How long a reading request takes. */
	latency?: number;
	/**
	 * Asked at each request: what goes wrong with it. Of uploads only 429 counts; the rest is in
	 * their plans.
	 */
	trouble?: (request: SimulatedRequest) => Fault | undefined;
	/** Whether answers carry a `Date` header. */
	dated?: boolean;
}

/**
 * The service as far as uploads and looks need it, without a network and on the simulated clock.
 */
export class SimulatedService {
	readonly documents: SimulatedDocument[] = [];
	readonly requests: SimulatedRequest[] = [];

	private readonly options: SimulatedServiceOptions;

	constructor(options: SimulatedServiceOptions = {}) {
		this.options = options;
	}

	/**
	 * A document that someone else uploads.
	 * @param at milliseconds since 1970 on this machine's clock
	 */
	addForeign(fileName: string, at: number, processing = 1_000): void {
		this.add({
			fileName,
			owner: 'someone else',
			createdAt: at,
			finishedAt: at + processing,
			ends: 'processed',
		});
	}

	/** A document of the node's that was uploaded before. */
	addOwn(
		fileName: string,
		owner: string,
		processing: number,
		ends: UploadPlan['ends'] = 'processed',
	): SimulatedDocument {
		return this.add({
			fileName,
			owner,
			createdAt: Date.now(),
			finishedAt: Date.now() + processing,
			ends,
		});
	}

	count(route: string): number {
		return this.requests.filter((request) => request.route === route).length;
	}

	/** Answers a request as n8n's HTTP helper would. @param plan for uploads */
	async answer(
		options: IHttpRequestOptions,
		sender: string,
		plan: UploadPlan | undefined,
		signal: AbortSignal | undefined,
	): Promise<Reply> {
		const { pathname } = new URL(options.url);
		const id = pathname.split('/documents/')[1] ?? '';
		const method = options.method ?? 'GET';
		const reading = id ? 'get' : 'list';
		const route = method === 'POST' ? 'upload' : reading;
		const request = { at: Date.now(), sender, method, route, id };
		this.requests.push(request);
		const timing = {
			timeout: options.timeout ?? 0,
			signal,
			skew: this.options.skew ?? 0,
			dated: this.options.dated ?? true,
		};
		const latency = this.options.latency ?? 100;
		const fault = this.options.trouble?.(request);
		if (request.route === 'upload' && fault !== 429)
			return await this.upload(options, sender, plan, timing);
		if (fault !== undefined) return await exchange({ ...timing, latency, fault });
		return await exchange({
			...timing,
			latency,
			reply: () => (id ? this.get(id) : this.list(options)),
		});
	}

	private async upload(
		options: IHttpRequestOptions,
		sender: string,
		plan: UploadPlan | undefined,
		timing: { timeout: number; signal: AbortSignal | undefined; skew: number; dated: boolean },
	): Promise<Reply> {
		if (!plan) throw new Error(`${sender} was not expected to upload anything`);
		const { createdAfter, answeredAfter, answer } = plan;
		const fileName = fileNameOf(options.body);
		const createdAt = createdAfter === null ? undefined : Date.now() + createdAfter;
		const document =
			createdAt === undefined
				? undefined
				: this.add({
						fileName,
						owner: sender,
						createdAt,
						finishedAt: createdAt + plan.processing,
						ends: plan.ends,
					});
		if (answer !== 'created' && answer !== 'garbled')
			return await exchange({ ...timing, latency: answeredAfter, fault: answer });
		return await exchange({
			...timing,
			latency: answeredAfter,
			reply: () =>
				answer === 'garbled' || !document
					? { status: 201, body: '<html>' }
					: { status: 201, body: { id: document.id, status: 'queued' } },
		});
	}

	private add(document: Omit<SimulatedDocument, 'id'>): SimulatedDocument {
		const added = { ...document, id: `doc${this.documents.length + 1}` };
		this.documents.push(added);
		return added;
	}

	/** Newest first, as documented. */
	private list(options: IHttpRequestOptions): { status: number; body: unknown } {
		const page = Number(options.qs?.page ?? 1);
		const perPage = Number(options.qs?.per_page ?? 50);
		const all = this.documents
			.filter(({ createdAt }) => createdAt <= Date.now())
			.toSorted((left, right) => right.createdAt - left.createdAt);
		const documents = all
			.slice((page - 1) * perPage, page * perPage)
			.map((document) => documentJson(document, this.options.skew ?? 0, false));
		const hasNext = page * perPage < all.length;
		return {
			status: 200,
			body: {
				documents,
				current_page: page,
				per_page: perPage,
				total: all.length,
				next_page_url: hasNext ? `?page=${page + 1}` : null,
			},
		};
	}

	private get(id: string): { status: number; body: unknown } {
		const document = this.documents.find((candidate) => candidate.id === id);
		if (!document || document.createdAt > Date.now())
			return { status: 404, body: { message: 'Not found' } };
		return {
			status: stateOf(document) === document.ends ? 200 : 202,
			body: documentJson(document, this.options.skew ?? 0, true),
		};
	}
}

function fileNameOf(body: unknown): string {
	const file = body instanceof FormData ? body.get('file') : null;
	if (file instanceof File) return file.name;
	throw new Error('An upload without a file');
}
