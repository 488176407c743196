-- How far this database has taken in each partition of a channel. The broker keeps the same by its
-- own account; where this one says less, the database was restored to an earlier time and reads
-- again what it lost. Written a little after the work that it tells of, so it may say too little and
-- never too much.
create table channel_position (
  channel   text        not null,
  partition int         not null,
  -- which topic of that name: one that is deleted and made again counts from 0
  topic_id  text        not null default '',
  position  bigint      not null check (position >= 0),
  at        timestamptz not null default now(),
  primary key (channel, partition)
);

grant select, insert, update on channel_position to ${runtime_role};
