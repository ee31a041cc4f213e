-- limiter_started_at: when the first permit of this corp was asked for. From then on the limiter's marker must be in
-- Redis; if it is not, Redis has lost what was counted and the limiter stays closed for a while.
create table corp (
  tenant_id          bigint       not null,
  corp_id            varchar(64)  character set ascii collate ascii_bin not null,
  name               varchar(128) not null,
  time_zone          varchar(64)  character set ascii collate ascii_bin not null,
  limiter_started_at timestamp(3) null,
  created_at         timestamp(3) not null default current_timestamp(3),
  primary key (tenant_id, corp_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- secret_version grows with every posted secret: tokens and remembered rejections name the version they belong to.
create table credential (
  tenant_id      bigint         not null,
  id             bigint         not null auto_increment,
  corp_id        varchar(64)    character set ascii collate ascii_bin not null,
  name           varchar(64)    not null,
  sealed_secret  varbinary(1024) not null,
  secret_version int            not null,
  created_at     timestamp(3)   not null default current_timestamp(3),
  updated_at     timestamp(3)   not null default current_timestamp(3) on update current_timestamp(3),
  primary key (tenant_id, id),
  unique key credential_name (tenant_id, corp_id, name),
  key credential_id (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- status_until: when the status ends by itself (the end of a cool-down or of a warm-up); null: it stays.
-- warm_up, warm_up_from: the plan and the day, in the corp's zone, that it began; warm_up_ends_at: its end as a moment.
-- health_good of health_seen calls went well, both as they stood at health_at: older ones weigh less and less.
-- account_until: read every second; only accounts whose status ends by itself are in its interesting part.
create table account (
  tenant_id       bigint       not null,
  id              bigint       not null auto_increment,
  corp_id         varchar(64)  character set ascii collate ascii_bin not null,
  channel         varchar(8)   character set ascii collate ascii_bin not null,
  member_userid   varchar(64)  not null,
  credential_id   bigint       not null,
  status          varchar(16)  character set ascii collate ascii_bin not null,
  status_until    timestamp(3) null,
  daily_quota     int          not null,
  weight          int          not null default 100,
  warm_up         varchar(100) character set ascii collate ascii_bin null,
  warm_up_from    date         null,
  warm_up_ends_at timestamp(3) null,
  health_good     double       not null default 0,
  health_seen     double       not null default 0,
  health_at       timestamp(3) not null default current_timestamp(3),
  tags            json         not null,
  created_at      timestamp(3) not null default current_timestamp(3),
  updated_at      timestamp(3) not null default current_timestamp(3) on update current_timestamp(3),
  primary key (tenant_id, id),
  unique key account_member (tenant_id, corp_id, channel, member_userid),
  key account_id (id),
  key account_until (status_until)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Who or what moved an account, and why; the first row of an account has no from_status.
create table account_history (
  tenant_id   bigint       not null,
  account_id  bigint       not null,
  id          bigint       not null auto_increment,
  from_status varchar(16)  character set ascii collate ascii_bin null,
  to_status   varchar(16)  character set ascii collate ascii_bin not null,
  until       timestamp(3) null,
  cause       varchar(12)  character set ascii collate ascii_bin not null,
  actor       varchar(128) not null,
  reason      varchar(500) not null,
  at          timestamp(3) not null,
  primary key (tenant_id, account_id, id),
  key history_id (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- A row stops all sending of a corp, or of the whole tenant where corp_id is empty.
create table kill_switch (
  tenant_id  bigint       not null,
  corp_id    varchar(64)  character set ascii collate ascii_bin not null,
  stopped_at timestamp(3) not null,
  stopped_by varchar(128) not null,
  reason     varchar(500) not null,
  primary key (tenant_id, corp_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table kill_switch_history (
  tenant_id bigint       not null,
  id        bigint       not null auto_increment,
  corp_id   varchar(64)  character set ascii collate ascii_bin not null,
  action    varchar(8)   character set ascii collate ascii_bin not null,
  actor     varchar(128) not null,
  reason    varchar(500) not null,
  at        timestamp(3) not null,
  primary key (tenant_id, id),
  key switch_id (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table idempotency_key (
  tenant_id  bigint       not null,
  operation  varchar(40)  character set ascii collate ascii_bin not null,
  idem_key   varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  body_hash  binary(32)   not null,
  answer     json         null,
  created_at timestamp(3) not null default current_timestamp(3),
  primary key (tenant_id, operation, idem_key),
  key idempotency_age (created_at)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
