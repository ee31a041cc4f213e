-- Ids of WeCom (corp, member, customer) are compared byte by byte; names hold every character there is.

create table member (
  tenant_id     bigint      not null,
  corp_id       varchar(64) character set ascii collate ascii_bin not null,
  member_userid varchar(64) character set utf8mb4 collate utf8mb4_bin not null,
  member_id     bigint      not null auto_increment,
  primary key (tenant_id, corp_id, member_userid),
  unique key by_id (member_id)
);

create table tag (
  tenant_id bigint       not null,
  corp_id   varchar(64)  character set ascii collate ascii_bin not null,
  name      varchar(128) character set utf8mb4 collate utf8mb4_bin not null,
  tag_id    bigint       not null auto_increment,
  primary key (tenant_id, corp_id, name),
  unique key by_id (tag_id)
);

create table contact (
  tenant_id       bigint       not null,
  corp_id         varchar(64)  character set ascii collate ascii_bin not null,
  external_userid varchar(64)  character set ascii collate ascii_bin not null,
  name            varchar(512) character set utf8mb4 collate utf8mb4_bin not null,
  gender          tinyint      null,
  primary key (tenant_id, corp_id, external_userid)
);

-- Who follows whom, in the order of the contacts: freezing an audience walks it once, without a sort.
-- tag_ids repeats contact_tag for this relation, so that an import finds what it must take away
-- without an index for it. digest and import_id tell an import which rows its own file has given.
create table follow (
  tenant_id       bigint        not null,
  corp_id         varchar(64)   character set ascii collate ascii_bin not null,
  external_userid varchar(64)   character set ascii collate ascii_bin not null,
  member_id       bigint        not null,
  remark          varchar(512)  character set utf8mb4 collate utf8mb4_bin not null,
  added_at        timestamp     null,
  tag_ids         varchar(2000) character set ascii collate ascii_bin not null,
  digest          binary(16)    not null,
  import_id       bigint        not null,
  primary key (tenant_id, corp_id, external_userid, member_id)
);

-- A contact has a tag if any member who follows it gave it that tag.
create table contact_tag (
  tenant_id       bigint      not null,
  tag_id          bigint      not null,
  external_userid varchar(64) character set ascii collate ascii_bin not null,
  member_id       bigint      not null,
  primary key (tenant_id, tag_id, external_userid, member_id)
);

create table suppression (
  tenant_id       bigint       not null,
  corp_id         varchar(64)  character set ascii collate ascii_bin not null,
  external_userid varchar(64)  character set ascii collate ascii_bin not null,
  reason          varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  import_id       bigint       not null,
  primary key (tenant_id, corp_id, external_userid)
);

-- An import's place in its file moves in the transaction of the rows before it, so another process
-- can go on where one has died. lease_until is renewed with every batch.
create table import (
  import_id   bigint       not null auto_increment,
  tenant_id   bigint       not null,
  corp_id     varchar(64)  character set ascii collate ascii_bin not null,
  kind        enum ('CONTACTS', 'SUPPRESSIONS') not null,
  status      enum ('QUEUED', 'RUNNING', 'DONE', 'FAILED') not null,
  spool_file  varchar(64)  character set ascii collate ascii_bin not null,
  row_count   bigint       not null default 0,
  imported    bigint       not null default 0,
  duplicates  bigint       not null default 0,
  rejected    bigint       not null default 0,
  contacts    bigint       null,
  relations   bigint       null,
  reason      varchar(1000) character set utf8mb4 null,
  claim       varchar(36)  character set ascii collate ascii_bin null,
  lease_until timestamp(3) not null,
  created_at  timestamp(3) not null,
  ended_at    timestamp(3) null,
  primary key (import_id),
  unique key of_tenant (tenant_id, import_id)
);

create table import_rejection (
  tenant_id bigint       not null,
  import_id bigint       not null,
  line      bigint       not null,
  reason    varchar(500) character set utf8mb4 not null,
  primary key (tenant_id, import_id, line)
);

create table audience_snapshot (
  tenant_id   bigint       not null,
  campaign_id bigint       not null,
  corp_id     varchar(64)  character set ascii collate ascii_bin not null,
  targeted    bigint       not null,
  frozen_at   timestamp(3) not null,
  -- Counted after its end and found in balance.
  balanced_at_end boolean  not null default false,
  primary key (tenant_id, campaign_id),
  -- Finds the few campaigns under way among all that ever were; the flag turns once.
  key unchecked (balanced_at_end, tenant_id, campaign_id)
);

-- absent_epoch: the last dispatch that is proven not to have reached the channel.
-- split_of, split_keep: the job whose rest this one is, and how many stayed there; they name the split, so that asking
-- for it again finds it. 0: frozen as it is.
create table ledger_job (
  tenant_id     bigint      not null,
  campaign_id   bigint      not null,
  job_no        int         not null,
  account_id    bigint      not null,
  member_userid varchar(64) character set utf8mb4 collate utf8mb4_bin not null,
  recipients    int         not null,
  absent_epoch  int         not null default 0,
  split_of      int         not null default 0,
  split_keep    int         not null default 0,
  primary key (tenant_id, campaign_id, job_no)
);

-- The ledger: one row per recipient. A job's rows lie together, so that what becomes of a whole job
-- is one update over one range; the second key keeps everyone from being written to twice.
-- Job 0 holds the excluded.
create table recipient (
  tenant_id       bigint      not null,
  campaign_id     bigint      not null,
  job_no          int         not null,
  external_userid varchar(64) character set ascii collate ascii_bin not null,
  state           enum ('EXCLUDED', 'PLANNED', 'ISSUED', 'SENT', 'NOT_A_CONTACT', 'OVER_QUOTA', 'EXPIRED',
                        'REFUSED', 'CANCELLED', 'UNKNOWN') not null,
  reason          enum ('SUPPRESSED', 'NO_SENDER', 'UNKNOWN_CONTACT') null,
  code            int         null,
  updated_at      timestamp(3) not null,
  primary key (tenant_id, campaign_id, job_no, external_userid),
  unique key nobody_twice (tenant_id, campaign_id, external_userid)
);

-- Recipients per job and state, changed in the transaction that changes them: the ledger in numbers
-- costs a few hundred rows, whatever the size of the audience. Also the lock of a job's recipients.
create table recipient_count (
  tenant_id   bigint not null,
  campaign_id bigint not null,
  job_no      int    not null,
  state       enum ('EXCLUDED', 'PLANNED', 'ISSUED', 'SENT', 'NOT_A_CONTACT', 'OVER_QUOTA', 'EXPIRED',
                    'REFUSED', 'CANCELLED', 'UNKNOWN') not null,
  reason      enum ('', 'SUPPRESSED', 'NO_SENDER', 'UNKNOWN_CONTACT') not null default '',
  n           bigint not null,
  primary key (tenant_id, campaign_id, job_no, state, reason)
);

create table idempotency_key (
  tenant_id  bigint       not null,
  operation  varchar(40)  character set ascii collate ascii_bin not null,
  idem_key   varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  body_hash  binary(32)   not null,
  answer     json         null,
  created_at timestamp(3) not null default current_timestamp(3),
  primary key (tenant_id, operation, idem_key),
  key (created_at)
);
