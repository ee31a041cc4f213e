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

-- Grows with every batch of suppressions of a corp, in the batch's transaction: whoever has seen this mark has seen
-- all suppressions up to it, so a job need not be looked through again while the mark stands.
create table suppression_mark (
  tenant_id bigint      not null,
  corp_id   varchar(64) character set ascii collate ascii_bin not null,
  mark      bigint      not null,
  primary key (tenant_id, corp_id)
);

-- Where a corp's days turn, as account-service told it once; it never changes.
create table corp_zone (
  tenant_id bigint      not null,
  corp_id   varchar(64) character set ascii collate ascii_bin not null,
  time_zone varchar(64) character set ascii collate ascii_bin not null,
  primary key (tenant_id, corp_id)
);

-- Every version of a corp's recipient policy; the highest one holds. A corp without a row has the default, version 0.
-- The quiet hours are local times of the day, as text: no driver turns them into another zone.
create table recipient_policy (
  tenant_id     bigint       not null,
  corp_id       varchar(64)  character set ascii collate ascii_bin not null,
  version       int          not null,
  max_per_day   int          not null,
  quiet_from    char(5)      character set ascii collate ascii_bin not null,
  quiet_until   char(5)      character set ascii collate ascii_bin not null,
  receive_quota enum ('MONTH_DAYS', 'WEEK_7', 'DAY_1') not null,
  note          varchar(500) character set utf8mb4 not null,
  changed_by    varchar(100) character set utf8mb4 not null,
  changed_at    timestamp(3) not null,
  primary key (tenant_id, corp_id, version)
);

-- How many messages a contact has been promised, one row per contact whatever the number of campaigns: planned,
-- issued, sent or unknown ones count, on the day (of the corp) on which they leave. Two days are told apart, because
-- what is planned in the quiet hours counts for the next day: day is the last day counted, eve the one before it.
-- api, week_api and month_api count those on the api channel, for WeCom's receive quota, in the week and month of day.
-- holder: the campaign or task that was counted last. Whoever counts learns from it, under the row's lock, whether
-- there was room; so two campaigns frozen at once cannot both pass.
create table contact_load (
  tenant_id       bigint      not null,
  corp_id         varchar(64) character set ascii collate ascii_bin not null,
  external_userid varchar(64) character set ascii collate ascii_bin not null,
  day             date        not null,
  n               smallint    not null,
  api             smallint    not null,
  eve             date        null,
  eve_n           smallint    not null,
  eve_api         smallint    not null,
  week_api        smallint    not null,
  month_api       smallint    not null,
  holder          bigint      not null,
  primary key (tenant_id, corp_id, external_userid)
);

-- Messages that were counted in contact_load and never reached their contact, to be taken back there: written instead of
-- that while others hold the contact's row, so that no report waits for it. Small: rows leave within seconds.
create table owed_count (
  tenant_id       bigint      not null,
  corp_id         varchar(64) character set ascii collate ascii_bin not null,
  campaign_id     bigint      not null,
  counted_on      date        not null,
  channel         varchar(4)  character set ascii collate ascii_bin not null,
  external_userid varchar(64) character set ascii collate ascii_bin not null,
  primary key (tenant_id, corp_id, campaign_id, counted_on, channel, external_userid)
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
  channel     varchar(4)   character set ascii collate ascii_bin not null,
  -- What it may pass by: io.qunfa.protection.Exemption.
  any_hour    boolean      not null,
  uncapped    boolean      not null,
  -- Counted after its end and found in balance.
  balanced_at_end boolean  not null default false,
  primary key (tenant_id, campaign_id),
  -- Finds the few campaigns under way among all that ever were; the flag turns once.
  key unchecked (balanced_at_end, tenant_id, campaign_id)
);

-- absent_epoch: the last dispatch that is proven not to have reached the channel.
-- split_of, split_keep: the job whose rest this one is, and how many stayed there; they name the split, so that asking
-- for it again finds it. 0: frozen as it is.
-- counted_on, policy_version, suppression_mark: against what its planned recipients were checked last. While nothing
-- of that has moved, a dispatch need not look at them again. counted_on is also the day for which they count in
-- contact_load.
-- dispatch_seen: the latest dispatch of the job that is known here: its recipients were read, or an ask came after it. An
-- ask from before it excludes nobody: the job may be on its way.
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
  counted_on    date        not null,
  policy_version int        not null,
  suppression_mark bigint   not null,
  dispatch_seen int         not null default 0,
  primary key (tenant_id, campaign_id, job_no)
);

-- The ledger: one row per recipient. A job's rows lie together, so that what becomes of a whole job
-- is one update over one range; the second key keeps everyone from being written to twice.
-- Job 0 holds those excluded at the freeze; who is excluded later stays in its job.
create table recipient (
  tenant_id       bigint      not null,
  campaign_id     bigint      not null,
  job_no          int         not null,
  external_userid varchar(64) character set ascii collate ascii_bin not null,
  state           enum ('EXCLUDED', 'PLANNED', 'ISSUED', 'SENT', 'NOT_A_CONTACT', 'OVER_QUOTA', 'EXPIRED',
                        'REFUSED', 'CANCELLED', 'UNKNOWN') not null,
  reason          enum ('SUPPRESSED', 'NO_SENDER', 'UNKNOWN_CONTACT', 'FREQUENCY_CAP', 'RECEIVE_QUOTA') null,
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
  reason      enum ('', 'SUPPRESSED', 'NO_SENDER', 'UNKNOWN_CONTACT', 'FREQUENCY_CAP', 'RECEIVE_QUOTA')
                not null default '',
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
