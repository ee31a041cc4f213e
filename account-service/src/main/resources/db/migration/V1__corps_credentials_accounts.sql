create table corp (
  tenant_id          bigint       not null,
  corp_id            varchar(64)  character set ascii collate ascii_bin not null,
  name               varchar(128) not null,
  time_zone          varchar(64)  character set ascii collate ascii_bin not null,
  created_at         timestamp(3) not null default current_timestamp(3),
  primary key (tenant_id, corp_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- secret_version grows with every posted secret; tokens name the version they belong to.
-- proven: WeCom has given a token for this version of the secret.
-- sealed_with: id of the key that seals the secret now; the secret itself names it too, this is for counting.
-- rejected_*: what WeCom said when it last gave no token for this version of the secret. next_try_at is null then when
-- it is not tried again before another secret is posted or a person orders it. In MySQL and not in Redis: an emptied Redis must not start the
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
  proven           boolean        not null default false,
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

-- Askings for tokens in one minute (since 1970) that WeCom refused or has not answered yet. All of them come from one
-- address, which WeCom blocks, so they are counted over all tenants: the minute comes first in the key.
-- proven: with a secret that WeCom had given a token for before.
create table gettoken_refusal (
  minute    bigint  not null,
  tenant_id bigint  not null,
  proven    boolean not null,
  askings   int     not null,
  primary key (minute, tenant_id, proven)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Until when nobody asks for a token after WeCom said that it was asked too often. The one row is also the lock under
-- which askings are counted.
create table gettoken_block (
  tenant_id     bigint       not null primary key,
  blocked_until timestamp(3) null,
  reason        varchar(400) not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

insert into gettoken_block (tenant_id, reason) values (0, '');

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

-- The counts in Redis, one row per hash slot: a corp's, a tenant's (empty corp), the installation's (tenant 0).
-- generation: grows when Redis lost what was counted. seen: so many grants the generation has counted at least; fewer in
-- Redis are a loss. started: permits may have been given out, so a marker that is missing in Redis is a loss.
create table limiter (
  tenant_id  bigint       not null,
  corp_id    varchar(64)  character set ascii collate ascii_bin not null,
  generation bigint       not null default 1,
  seen       bigint       not null default 0,
  started    boolean      not null default false,
  lost_at    timestamp(3) null,
  primary key (tenant_id, corp_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- So many recipients may have been counted on that day (days since 1970 where the owner's days turn). Written before Redis
-- grants them. Account 0 is a whole tenant, tenant 0 the installation.
create table daily_credit (
  tenant_id  bigint not null,
  account_id bigint not null,
  day        bigint not null,
  recipients bigint not null,
  primary key (tenant_id, account_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- scope: what the policy is for, as one text, so that there is one policy for each.
create table limit_policy (
  tenant_id  bigint       not null,
  id         bigint       not null auto_increment,
  scope      varchar(120) character set ascii collate ascii_bin not null,
  corp_id    varchar(64)  character set ascii collate ascii_bin null,
  channel    varchar(8)   character set ascii collate ascii_bin null,
  account_id bigint       null,
  limits     json         not null,
  version    int          not null default 1,
  changed_by varchar(200) not null,
  changed_at timestamp(3) not null,
  primary key (tenant_id, id),
  unique key policy_scope (tenant_id, scope),
  key policy_id (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Every version of every policy, also of those that are gone.
create table limit_policy_change (
  tenant_id  bigint       not null,
  policy_id  bigint       not null,
  version    int          not null,
  action     varchar(8)   character set ascii collate ascii_bin not null,
  scope      varchar(120) character set ascii collate ascii_bin not null,
  limits     json         not null,
  changed_by varchar(200) not null,
  changed_at timestamp(3) not null,
  primary key (tenant_id, policy_id, version)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Grows with every change of a tenant's policies: what every replica asks before it reads them all again.
create table limit_policy_revision (
  tenant_id bigint not null primary key,
  revision  bigint not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
