export { sqliteConnector } from './sqlite-connector.ts';
