-- 002.sqlite.sql - fewer pages for each mail: indexes only of the rows that are looked for.

-- A new ticket is neither assigned nor waiting nor solved.
DROP INDEX ticket_by_agent;
DROP INDEX ticket_by_queue;
DROP INDEX ticket_by_wait;
DROP INDEX ticket_by_solved;
CREATE INDEX ticket_by_state ON ticket (state, queue);
CREATE INDEX ticket_by_agent ON ticket (agent, state) WHERE agent IS NOT NULL;
CREATE INDEX ticket_by_wait ON ticket (state, wait_until) WHERE wait_until > 0;
CREATE INDEX ticket_by_solved ON ticket (queue, state, solved_at) WHERE solved_at > 0;

-- The key is the row.
CREATE TABLE participant_2 (
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	address BIGINT NOT NULL REFERENCES address (id),
	role TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (ticket, address)
) WITHOUT ROWID;
INSERT INTO participant_2 (ticket, address, role, created_at)
	SELECT ticket, address, role, created_at FROM participant;
DROP TABLE participant;
ALTER TABLE participant_2 RENAME TO participant;
CREATE INDEX participant_by_address ON participant (address);

CREATE TABLE reference_2 (
	message_id TEXT NOT NULL PRIMARY KEY,
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	seen_at BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO reference_2 (message_id, ticket, seen_at)
	SELECT message_id, ticket, seen_at FROM reference WHERE message_id IS NOT NULL;
DROP TABLE reference;
ALTER TABLE reference_2 RENAME TO reference;
CREATE INDEX reference_by_ticket ON reference (ticket);

-- It outlives its ticket and record, whose numbers are never used twice: a number of
-- what is gone is as good as none. Rows come in the order of time, and go in it.
CREATE TABLE identity_2 (
	id INTEGER PRIMARY KEY,
	message_id TEXT NOT NULL,
	from_address TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	ticket BIGINT,
	record BIGINT,
	queues TEXT NOT NULL,
	verdict TEXT,
	taken_at BIGINT NOT NULL,
	UNIQUE (message_id, from_address, content_hash)
);
INSERT INTO identity_2 (id, message_id, from_address, content_hash, ticket, record, queues,
		verdict, taken_at)
	SELECT id, message_id, from_address, content_hash, ticket, record, queues, verdict,
		taken_at FROM identity;
DROP TABLE identity;
ALTER TABLE identity_2 RENAME TO identity;
CREATE INDEX identity_by_sender ON identity (from_address, taken_at);
