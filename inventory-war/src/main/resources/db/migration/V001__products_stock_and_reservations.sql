-- A product changes rarely and its version is its ETag; its stock changes with every order. Two
-- rows, so that a sale neither waits for a new price nor makes an editor's ETag stale.
CREATE TABLE product (
  sku      text   PRIMARY KEY CHECK (sku ~ '^[A-Z0-9][A-Z0-9-]{1,39}$'),
  name     text   NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  price    bigint NOT NULL CHECK (price > 0),
  currency text   NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  version  bigint NOT NULL CHECK (version > 0)
);

-- The one place where stock is decided. The checks are the last line: the decision is made in
-- memory under the row's lock.
CREATE TABLE stock (
  sku      text   PRIMARY KEY REFERENCES product (sku),
  on_hand  bigint NOT NULL CHECK (on_hand >= 0),
  reserved bigint NOT NULL CHECK (reserved >= 0 AND reserved <= on_hand),
  version  bigint NOT NULL CHECK (version >= 0)
);

-- One per order, which is the natural key that makes every command safe to repeat. Lines are a JSON
-- object of SKU to units: they are only ever read and written whole, and a child table would double
-- the rows of every order.
CREATE TABLE reservation (
  order_id        uuid        PRIMARY KEY,
  status          text        NOT NULL
                  CHECK (status IN ('HELD', 'COMMITTED', 'SHIPPED', 'RESTOCKED', 'RELEASED', 'REJECTED')),
  lines           text        NOT NULL,
  reserve_command uuid,
  refusal         text,
  refused_sku     text,
  deadline        timestamptz,
  created_at      timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  CHECK ((status = 'REJECTED') = (refusal IS NOT NULL)),
  CHECK ((status = 'HELD') = (deadline IS NOT NULL))
);

-- Only what is still undecided is in it, so it stays as small as the work in flight.
CREATE INDEX reservation_deadline ON reservation (deadline, order_id) WHERE deadline IS NOT NULL;

-- Every change of stock, for ever. seq counts from 1 per SKU without holes and equals the stock
-- row's version at that moment. Per SKU:
--   on_hand  = sum(ADJUSTMENT) + sum(RESTOCK) - sum(SHIP)
--   reserved = sum(RESERVE) - sum(RELEASE) - sum(SHIP)
-- No foreign key: the writer holds the lock on the stock row already, and a key check would lock
-- it a second time for every line of every order.
CREATE TABLE stock_movement (
  sku      text        NOT NULL,
  seq      bigint      NOT NULL CHECK (seq > 0),
  type     text        NOT NULL CHECK (type IN ('ADJUSTMENT', 'RESERVE', 'RELEASE', 'SHIP', 'RESTOCK')),
  units    bigint      NOT NULL CHECK (units <> 0),
  on_hand  bigint      NOT NULL CHECK (on_hand >= 0),
  reserved bigint      NOT NULL CHECK (reserved >= 0 AND reserved <= on_hand),
  order_id uuid,
  actor    uuid,
  reason   text        CHECK (char_length(reason) BETWEEN 1 AND 200),
  at       timestamptz NOT NULL,
  PRIMARY KEY (sku, seq),
  CHECK (units > 0 OR type = 'ADJUSTMENT'),
  CHECK ((type = 'ADJUSTMENT') = (order_id IS NULL)),
  CHECK ((type = 'ADJUSTMENT') = (reason IS NOT NULL))
);

GRANT SELECT, INSERT, UPDATE ON product, stock, reservation TO ${runtime_role};
GRANT SELECT, INSERT ON stock_movement TO ${runtime_role};
