import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import { perNode } from '../concurrency/perNode';
import { TtlSet } from '../concurrency/ttlSet';
import { TtlValue } from '../concurrency/ttlValue';
import type { Subject } from './deduplicator';
import { handOver } from './handOver';
import { LogLimiter } from './logLimiter';
import { type Lookup, type LookupBounds, LookupLimiter } from './lookupLimiter';
import { answer, bytesOf, NO_RUN } from './response';
import { isSigned } from './signature';

/** What a trigger's webhook handler has to know of a service's deliveries. */
interface WebhookAdapter<Message> {
	/** Lower case. */
	signatureHeader: string;
	/** What deliveries are signed with; empty when the user has set none. */
	secretOf(context: IWebhookFunctions): Promise<string>;
	/** What a body tells, or null when it tells nothing that the service would send. */
	read(bytes: Uint8Array): Message | null;
	/**
	 * Whether it is something that the trigger is set to; true when that is not known yet. Throws
	 * nothing.
	 *
	 * @param isConfirmed whether the message comes from the API
	 */
	isWanted(context: IWebhookFunctions, message: Message, isConfirmed: boolean): boolean;
	/** What an unsigned message is looked up by; empty when it names nothing that could be. */
	idOf(context: IWebhookFunctions, message: Message): string;
	/** Why the API cannot say whether an unsigned message is true; undefined when it can. */
	unconfirmable?(message: Message): string | undefined;
	/** Where the service allows fewer look-ups than usual. */
	bounds?: LookupBounds;
	/** The way to the API, where each question is one request that is not repeated. */
	open(context: IWebhookFunctions): Promise<Lookup<Message>>;
	/** What is left of an unsigned message that could not be looked up now: the run asks again. */
	unconfirmed(message: Message): Message;
	/** How repeats of a message are known. */
	subjectOf(message: Message): Subject;
	/** What the run is given of it. */
	payloadOf(message: Message): IDataObject;
}

/** Deliveries of the same thing within this time are the same one. */
const SAME_MOMENT_MS = 10_000;
/**
 * For so long a credential is not read again: reading one in a webhook costs n8n 40 ms of processor
 * time (seen in 2.40), so a flood of forged deliveries would keep it from everything else.
 */
const CREDENTIAL_KEPT_MS = 2_000;
const FULL = 'Too many deliveries wait for their confirmation by the API';

/**
 * Makes a trigger's `webhook()`. It lets a delivery in when it is signed or, without a secret, when
 * the API knows what it tells of; answers the sender before any slow work; and starts a run only
 * for what the trigger is set to. Never throws for what a caller sends, as n8n would start a failed
 * execution.
 */
export function createWebhookHandler<Message>(
	adapter: WebhookAdapter<Message>,
): (context: IWebhookFunctions) => Promise<IWebhookResponseData> {
	const handlerOf = perNode(() => new WebhookHandler(adapter));
	return async (context) => await handlerOf(context).handle(context);
}

/** What one node does with its deliveries, and what it remembers of them for moments. */
class WebhookHandler<Message> {
	private readonly secret = new TtlValue<string>(CREDENTIAL_KEPT_MS);
	private readonly lookup = new TtlValue<Lookup<Message>>(CREDENTIAL_KEPT_MS);
	private readonly lookups: LookupLimiter<Message>;
	private readonly started = new TtlSet(SAME_MOMENT_MS);
	private readonly log = new LogLimiter();

	constructor(private readonly adapter: WebhookAdapter<Message>) {
		this.lookups = new LookupLimiter(adapter.bounds);
	}

	async handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await this.admit(context);
		} catch (error) {
			// Only what this side lacks ends here, such as a credential that n8n cannot read. What a
			// caller is told says nothing about it.
			const reason = 'The trigger is not able to take deliveries';
			return this.refuse(context, 503, reason, toFailure(error).message);
		}
	}

	private async admit(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { adapter } = this;
		const bytes = bytesOf(context);
		if (!bytes)
			return this.refuse(context, 401, 'The body is empty or of a type that is not taken');
		const secret = await this.secret.get(async () => await adapter.secretOf(context));
		const isOpen = secret === '';
		if (!isOpen && !isSigned(bytes, context.getHeaderData()[adapter.signatureHeader], secret))
			return this.refuse(context, 401, 'The signature is missing or wrong');
		const message = adapter.read(bytes);
		if (!message && isOpen) return this.refuse(context, 401, 'The body tells of nothing');
		// Such as a test from the service's dashboard.
		if (!message) return this.ignore(context, 'it is signed, but tells of nothing');
		if (!adapter.isWanted(context, message, false)) return acknowledge(context);
		if (isOpen) return await this.admitUnsigned(context, message, bytes.length);
		acknowledge(context);
		return this.run(context, message);
	}

	/**
	 * Without a secret nothing of the caller's body reaches the flow: it is looked up by id under the
	 * user's own token.
	 */
	private async admitUnsigned(
		context: IWebhookFunctions,
		message: Message,
		bytes: number,
	): Promise<IWebhookResponseData> {
		const { adapter, lookups } = this;
		const id = adapter.idOf(context, message);
		if (id === '')
			return this.refuse(context, 401, 'The body names nothing that could be looked up');
		const reason = adapter.unconfirmable?.(message);
		if (reason !== undefined) return this.ignore(context, reason);
		if (!lookups.hasRoomFor(bytes)) return this.refuse(context, 503, FULL);
		const lookup = await this.lookup.get(async () => await adapter.open(context));
		acknowledge(context);
		const bare = adapter.unconfirmed(message);
		try {
			const confirmed = await lookups.find({ id, message: bare, bytes, lookup });
			if (confirmed)
				return adapter.isWanted(context, confirmed, true) ? this.run(context, confirmed) : NO_RUN;
			return this.ignore(context, 'the API does not know it', id);
		} catch (error) {
			// The API may be down for a moment: the run asks again, and shows the failure when it lasts.
			const detail = `${id}: ${toFailure(error).message}`;
			this.log.warn(context, 'a delivery is not confirmed yet', detail);
			return this.run(context, bare);
		}
	}

	/**
	 * Marks what was delivered a moment ago, as only this process sees all deliveries when several
	 * workers run them.
	 */
	private run(context: IWebhookFunctions, message: Message): IWebhookResponseData {
		const { key, marks } = this.adapter.subjectOf(message);
		const telling = [key, ...marks].join(' ');
		const isTest = context.getMode() === 'manual';
		const isRepeat = !isTest && this.started.has(telling);
		if (!isTest) this.started.add(telling);
		return { ...NO_RUN, workflowData: [[handOver(this.adapter.payloadOf(message), isRepeat)]] };
	}

	private ignore(context: IWebhookFunctions, reason: string, detail = ''): IWebhookResponseData {
		this.log.warn(context, `a delivery starts nothing: ${reason}`, detail);
		return acknowledge(context);
	}

	private refuse(
		context: IWebhookFunctions,
		status: number,
		reason: string,
		detail = '',
	): IWebhookResponseData {
		this.log.warn(context, `a delivery was answered with ${status}: ${reason}`, detail);
		return answer(context, status, { message: reason });
	}
}

function acknowledge(context: IWebhookFunctions): IWebhookResponseData {
	return answer(context, 200, { received: true });
}
