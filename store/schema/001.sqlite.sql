-- 001.sqlite.sql - the first schema: tickets, people, mails, timers, events, outbox.
-- Times are seconds UTC, 0 means never; names of states are the words that people see.

CREATE TABLE address (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	address TEXT NOT NULL UNIQUE,
	name TEXT,
	language TEXT,
	created_at BIGINT NOT NULL
);

CREATE TABLE ticket (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	queue TEXT NOT NULL,
	state TEXT NOT NULL,
	category TEXT NOT NULL,
	confidence DOUBLE PRECISION NOT NULL,
	priority TEXT NOT NULL,
	subject TEXT,
	agent TEXT,
	language TEXT,
	sla TEXT,
	tier TEXT,
	organisation TEXT,
	customer BIGINT REFERENCES address (id),
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	answered_at BIGINT NOT NULL,
	taken_at BIGINT NOT NULL,
	wait_until BIGINT NOT NULL,
	solved_at BIGINT NOT NULL,
	closed_at BIGINT NOT NULL,
	merged_into BIGINT REFERENCES ticket (id),
	linked_to BIGINT REFERENCES ticket (id),
	claimed BIGINT NOT NULL
);
CREATE INDEX ticket_by_customer ON ticket (customer, created_at);
CREATE INDEX ticket_by_agent ON ticket (agent, state);
CREATE INDEX ticket_by_queue ON ticket (queue, state);
CREATE INDEX ticket_by_category ON ticket (category, state);
CREATE INDEX ticket_by_wait ON ticket (state, wait_until);
CREATE INDEX ticket_by_solved ON ticket (state, solved_at);
CREATE INDEX ticket_by_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_by_linked ON ticket (linked_to) WHERE linked_to IS NOT NULL;

CREATE TABLE ticket_queue (
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	queue TEXT NOT NULL,
	PRIMARY KEY (ticket, queue)
);

CREATE TABLE ticket_field (
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (ticket, name)
);

CREATE TABLE ticket_tag (
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	tag TEXT NOT NULL,
	PRIMARY KEY (ticket, tag)
);

CREATE TABLE participant (
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	address BIGINT NOT NULL REFERENCES address (id),
	role TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (ticket, address)
);
CREATE INDEX participant_by_address ON participant (address);

CREATE TABLE record (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	message_id TEXT,
	from_address TEXT,
	from_name TEXT,
	agent TEXT,
	subject TEXT,
	language TEXT,
	evidence TEXT,
	mark TEXT,
	sender TEXT,
	queue_id TEXT,
	sent_at BIGINT NOT NULL,
	received_at BIGINT NOT NULL,
	size_bytes BIGINT NOT NULL,
	delivery TEXT,
	reply_text TEXT,
	text TEXT
);
CREATE INDEX record_by_ticket ON record (ticket);
CREATE INDEX record_by_message_id ON record (message_id);

-- Beside the record, so that a change of the record does not write the mail again.
CREATE TABLE record_raw (
	record INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
	size_bytes BIGINT NOT NULL,
	zstd BLOB NOT NULL
);

CREATE TABLE attachment (
	id INTEGER PRIMARY KEY,
	record BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
	name TEXT,
	type TEXT,
	size_bytes BIGINT NOT NULL
);
CREATE INDEX attachment_by_record ON attachment (record);

CREATE TABLE reference (
	message_id TEXT PRIMARY KEY,
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	seen_at BIGINT NOT NULL
);
CREATE INDEX reference_by_ticket ON reference (ticket);

CREATE TABLE identity (
	id INTEGER PRIMARY KEY,
	message_id TEXT NOT NULL,
	from_address TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	ticket BIGINT REFERENCES ticket (id) ON DELETE SET NULL,
	record BIGINT REFERENCES record (id) ON DELETE SET NULL,
	queues TEXT NOT NULL,
	verdict TEXT,
	taken_at BIGINT NOT NULL,
	UNIQUE (message_id, from_address, content_hash)
);
CREATE INDEX identity_by_sender ON identity (from_address, taken_at);
CREATE INDEX identity_by_time ON identity (taken_at);
CREATE INDEX identity_by_ticket ON identity (ticket);
CREATE INDEX identity_by_record ON identity (record);

CREATE TABLE unmatched (
	id INTEGER PRIMARY KEY,
	arrived_at BIGINT NOT NULL,
	sender TEXT,
	recipient TEXT,
	subject TEXT,
	why TEXT,
	size_bytes BIGINT NOT NULL,
	zstd BLOB
);
CREATE INDEX unmatched_by_time ON unmatched (arrived_at);

CREATE TABLE event (
	id INTEGER PRIMARY KEY,
	ticket BIGINT REFERENCES ticket (id) ON DELETE CASCADE,
	happened_at BIGINT NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	old_value TEXT,
	new_value TEXT,
	record BIGINT REFERENCES record (id) ON DELETE SET NULL
);
CREATE INDEX event_by_ticket ON event (ticket);
CREATE INDEX event_by_record ON event (record) WHERE record IS NOT NULL;

CREATE TABLE timer (
	id INTEGER PRIMARY KEY,
	ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	state TEXT NOT NULL,
	sla TEXT,
	target_s BIGINT NOT NULL,
	used_s BIGINT NOT NULL,
	running_since BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	next_step BIGINT NOT NULL,
	next_at BIGINT NOT NULL,
	started_at BIGINT NOT NULL,
	ended_at BIGINT NOT NULL,
	note TEXT
);
CREATE INDEX timer_by_ticket ON timer (ticket);
CREATE INDEX timer_running ON timer (next_at) WHERE state = 'running';

CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket BIGINT REFERENCES ticket (id) ON DELETE SET NULL,
	record BIGINT REFERENCES record (id) ON DELETE SET NULL,
	kind TEXT NOT NULL,
	automatic BIGINT NOT NULL,
	sender TEXT NOT NULL,
	recipient TEXT NOT NULL,
	domain TEXT NOT NULL,
	message_id TEXT NOT NULL, -- the copies of one mail share it
	subject TEXT,
	state TEXT NOT NULL,
	attempts BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	next_at BIGINT NOT NULL,
	lease_until BIGINT NOT NULL,
	sent_at BIGINT NOT NULL,
	error TEXT,
	receipt TEXT
);
CREATE INDEX outbox_by_message_id ON outbox (message_id);
CREATE INDEX outbox_by_state ON outbox (state);
CREATE INDEX outbox_by_recipient ON outbox (recipient, created_at);
CREATE INDEX outbox_by_domain ON outbox (domain, created_at) WHERE automatic = 1;
CREATE INDEX outbox_by_ticket ON outbox (ticket);
CREATE INDEX outbox_by_record ON outbox (record) WHERE record IS NOT NULL;

-- Beside the row, so that a lease or a receipt does not write the mail again.
CREATE TABLE outbox_raw (
	outbox INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
	raw BLOB NOT NULL
);

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

-- A key's number inside a token is its serial folded into 1 … 255.
CREATE TABLE token_key (
	serial INTEGER PRIMARY KEY AUTOINCREMENT,
	created_at BIGINT NOT NULL,
	secret BLOB NOT NULL
);

CREATE TABLE token_used (
	token TEXT PRIMARY KEY,
	used_at BIGINT NOT NULL
);
