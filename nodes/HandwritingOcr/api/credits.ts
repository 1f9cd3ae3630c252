import { ForeignAnswerFailure, ServiceFailure } from '../../shared/core/errors';
import { balanceOf, getAccount } from './account';
import type { HandwritingOcr } from './client';

/**
 * A refused upload says that credits are missing, but not how many are left: that is asked for.
 * Other failures pass through.
 */
export async function creditsFailure(service: HandwritingOcr, error: unknown): Promise<unknown> {
	if (!(error instanceof ServiceFailure) || error instanceof ForeignAnswerFailure) return error;
	if (error.status !== 403) return error;
	const balance = await getAccount(service).then(balanceOf, () => null);
	if (balance === null) return error;
	const left = `${balance} page ${balance === 1 ? 'credit' : 'credits'} left`;
	return new ServiceFailure(
		`${error.message} (${left})`,
		error.nextStep,
		error.status,
		error.body,
	).with({ balance });
}
