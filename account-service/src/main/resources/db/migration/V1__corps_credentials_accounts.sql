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

-- secret_version grows with every posted secret; tokens name the version they belong to.
-- sealed_with: id of the key that seals the secret now; the secret itself names it too, this is for counting.
-- rejected_*: what WeCom said when it last gave no token for this version of the secret. next_try_at is null then when
-- it is not tried again before another secret is posted. In MySQL and not in Redis: an emptied Redis must not start the
-- tries anew.
-- Few rows, read by key; what is counted over all of them is counted every few seconds, which needs no index.
create table credential (
  tenant_id        bigint         not null,
  id               bigint         not null auto_increment,
  corp_id          varchar(64)    character set ascii collate ascii_bin not null,
  name             varchar(64)    not null,
  sealed_secret    varbinary(1024) not null,
  sealed_with      varchar(8)     character set ascii collate ascii_bin not null,
  secret_version   int            not null,
  rejected_tries   int            not null default 0,
  rejected_code    int            null,
  rejected_message varchar(300)   null,
  rejected_at      timestamp(3)   null,
  next_try_at      timestamp(3)   null,
  created_at       timestamp(3)   not null default current_timestamp(3),
  updated_at       timestamp(3)   not null default current_timestamp(3) on update current_timestamp(3),
  primary key (tenant_id, id),
  unique key credential_name (tenant_id, corp_id, name),
  key credential_id (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table account (
  tenant_id     bigint       not null,
  id            bigint       not null auto_increment,
  corp_id       varchar(64)  character set ascii collate ascii_bin not null,
  channel       varchar(8)   character set ascii collate ascii_bin not null,
  member_userid varchar(64)  not null,
  credential_id bigint       not null,
  status        varchar(16)  character set ascii collate ascii_bin not null,
  daily_quota   int          not null,
  tags          json         not null,
  created_at    timestamp(3) not null default current_timestamp(3),
  updated_at    timestamp(3) not null default current_timestamp(3) on update current_timestamp(3),
  primary key (tenant_id, id),
  unique key account_member (tenant_id, corp_id, channel, member_userid),
  key account_id (id)
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
