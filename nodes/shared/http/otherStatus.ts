interface Explanation {
	message: string;
	nextStep: string;
}

const WRONG_ADDRESS: Explanation = {
	message: 'The service does not know this request at this address',
	nextStep: 'Check the Base URL in the credential.',
};
const TOO_EARLY: Explanation = {
	message: 'The service did not take the request at this moment',
	nextStep: 'Try again later.',
};

/** What statuses mean that a service says nothing about (RFC 9110). */
const BY_STATUS: Record<number, Explanation> = {
	402: {
		message: 'The service asks for a payment',
		nextStep: 'Check the plan and the credits of the account, then run it again.',
	},
	405: WRONG_ADDRESS,
	406: WRONG_ADDRESS,
	408: TOO_EARLY,
	409: {
		message: 'Something else changed it at the same time',
		nextStep: 'Try again in a moment.',
	},
	425: TOO_EARLY,
};

/** A refusal whose status a service says nothing about. */
export function otherStatus(status: number): Explanation {
	if (status >= 500)
		return {
			message: `The service answered with status ${status}`,
			nextStep: 'Try again later; the service has a fault of its own.',
		};
	return (
		BY_STATUS[status] ?? {
			message: `The service refused the request (status ${status})`,
			nextStep: 'Check the values of this operation, and in the web app what the account may do.',
		}
	);
}
