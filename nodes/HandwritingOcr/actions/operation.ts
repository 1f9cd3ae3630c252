import type * as shared from '../../shared/operations/operation';
import type { HandwritingOcr } from '../api/client';

export type Run = shared.Run<HandwritingOcr>;
export type Operation = shared.Operation<HandwritingOcr>;
export type Resource = shared.Resource<HandwritingOcr>;
