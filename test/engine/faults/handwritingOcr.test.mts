import { checkTable } from './check.mts';
import { handwritingOcr } from './services.mts';

checkTable(handwritingOcr);
