export { mysqlConnector } from './mysql-connector.ts';
