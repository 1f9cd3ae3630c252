import { checkTable } from './check.mts';
import { natifAi } from './services.mts';

checkTable(natifAi);
