/**
 * The tables of the two demo databases. They hold the same things under other names and types: free text
 * against a domain, varchar against enums, integer against bigint, two decimals against four, times with
 * a zone against times without. Both generate their own UUID keys, so both can insert without clashing.
 */
export const demoSchema = {
  crm: `
CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  industry text,
  website text,
  phone text,
  city text,
  country varchar(2),
  employees integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts (id),
  first_name text NOT NULL,
  last_name text NOT NULL,
  email varchar(254) UNIQUE,
  phone text,
  job_title text,
  status varchar(20) NOT NULL DEFAULT 'lead',
  newsletter boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE deals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts (id),
  contact_id uuid REFERENCES contacts (id),
  title text NOT NULL,
  stage varchar(20) NOT NULL DEFAULT 'open',
  amount numeric(12,2) NOT NULL DEFAULT 0,
  currency varchar(3) NOT NULL DEFAULT 'EUR',
  closes_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON contacts (account_id);
CREATE INDEX ON deals (account_id);
CREATE INDEX ON deals (contact_id);
ALTER TABLE accounts REPLICA IDENTITY FULL;
ALTER TABLE contacts REPLICA IDENTITY FULL;
ALTER TABLE deals REPLICA IDENTITY FULL;
COMMENT ON TABLE accounts IS 'Companies that we sell to.';
COMMENT ON TABLE contacts IS 'People who work there.';
COMMENT ON TABLE deals IS 'What they may buy.';`,

  app: `
CREATE DOMAIN phone_number AS varchar(32) CHECK (VALUE ~ '^\\+?[0-9 ().-]+$');
CREATE TYPE person_status AS ENUM ('lead', 'trial', 'active', 'dormant', 'closed');
CREATE TYPE order_state AS ENUM ('open', 'quoted', 'agreed', 'shipped', 'paid', 'lost');
CREATE TABLE organizations (
  organization_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  legal_name text NOT NULL,
  sector text,
  homepage text,
  switchboard phone_number,
  town text,
  country_code varchar(2),
  headcount bigint,
  registered timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);
CREATE TABLE people (
  person_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL REFERENCES organizations (organization_id),
  given_name text NOT NULL,
  family_name text NOT NULL,
  email_address varchar(254) UNIQUE,
  mobile phone_number,
  position text,
  status person_status NOT NULL DEFAULT 'lead',
  wants_news boolean NOT NULL DEFAULT false,
  registered timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  last_seen timestamp
);
CREATE TABLE orders (
  order_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL REFERENCES organizations (organization_id),
  person_id uuid REFERENCES people (person_id),
  subject text NOT NULL,
  state order_state NOT NULL DEFAULT 'open',
  total numeric(14,4) NOT NULL DEFAULT 0,
  currency varchar(3) NOT NULL DEFAULT 'EUR',
  due date,
  placed timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);
CREATE INDEX ON people (organization_id);
CREATE INDEX ON orders (organization_id);
CREATE INDEX ON orders (person_id);
ALTER TABLE organizations REPLICA IDENTITY FULL;
ALTER TABLE people REPLICA IDENTITY FULL;
ALTER TABLE orders REPLICA IDENTITY FULL;
COMMENT ON TABLE organizations IS 'Customers of the application.';
COMMENT ON TABLE people IS 'Users of the application.';
COMMENT ON TABLE orders IS 'Orders and quotes.';`,
};
