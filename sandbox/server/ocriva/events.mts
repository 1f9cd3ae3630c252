/**
 * The events that the sandbox delivers; `template.updated` and `template.deleted` belong to routes
 * that nobody knows.
 */
export type EventType =
	| 'document.uploaded'
	| 'document.processed'
	| 'document.failed'
	| 'batch.uploaded'
	| 'batch.completed'
	| 'template.created';

/** All of {@link EventType}. */
export const eventTypes: readonly EventType[] = [
	'document.uploaded',
	'document.processed',
	'document.failed',
	'batch.uploaded',
	'batch.completed',
	'template.created',
];
