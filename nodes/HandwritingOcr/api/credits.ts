import { ForeignAnswerFailure, ServiceFailure } from '../../shared/core/errors';
import { counted } from '../../shared/core/quote';
import { balanceOf, getAccount } from './account';
import type { HandwritingOcr } from './client';
import { NO_CREDITS, NOT_COVERED } from './errors';

/**
 * A refused upload says that credits are missing, but not how many are left: that is asked for.
 * Other failures pass through.
 */
export async function creditsFailure(service: HandwritingOcr, error: unknown): Promise<unknown> {
	if (!(error instanceof ServiceFailure) || error instanceof ForeignAnswerFailure) return error;
	if (error.status !== 403) return error;
	const balance = await getAccount(service).then(balanceOf, () => null);
	if (balance === null) return error;
	const left = `${counted(balance, 'page credit')} left`;
	// What came without a word is told by the balance.
	const isEmpty = balance <= 0 && error.message === NOT_COVERED.message;
	const { message, nextStep } = isEmpty ? NO_CREDITS : error;
	return new ServiceFailure(`${message} (${left})`, nextStep, error.status, error.body).with({
		balance,
	});
}
