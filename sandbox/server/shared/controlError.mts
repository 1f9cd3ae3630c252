/** A request to the control API that cannot be carried out; `status` is that of its answer. */
export class ControlError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}
