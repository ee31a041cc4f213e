-- Times are UTC: datetime(3), because timestamp ends in 2038 and turns with the session's zone.
-- The application passes its own clock; nothing here asks the server for the time.

-- Blocks of campaign and task numbers, handed out to processes. One row per range.
create table number_block (
  name       varchar(20) character set ascii collate ascii_bin not null,
  next_value bigint not null,
  primary key (name)
);
insert into number_block (name, next_value) values ('campaign', 1);

-- io.qunfa.idempotency
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

create table campaign (
  tenant_id      bigint       not null,
  campaign_id    bigint       not null,
  corp_id        varchar(64)  character set ascii collate ascii_bin not null,
  name           varchar(200) not null,
  channel        varchar(4)   character set ascii collate ascii_bin not null,
  priority       tinyint      not null,
  status         varchar(12)  character set ascii collate ascii_bin not null,
  -- Why it ended as it did, in a sentence.
  status_reason  varchar(500) null,
  content        json         not null,
  audience       json         not null,
  policy         json         not null,
  start_at       datetime(3)  null,
  expire_at      datetime(3)  null,
  created_by     varchar(100) not null,
  created_at     datetime(3)  not null,
  launched_at    datetime(3)  null,
  started_at     datetime(3)  null,
  ended_at       datetime(3)  null,
  version        int          not null default 0,
  -- From launch until every job is closed. A cancelled campaign stays unfinished while its jobs come home.
  unfinished     boolean      not null default false,
  -- Planning: the freeze has been asked for (so data-service may hold recipients of ours), the jobs are there.
  freeze_asked   boolean      not null default false,
  planned_at     datetime(3)  null,
  plan_leased_until datetime(3) null,
  plan_not_before   datetime(3) null,
  plan_failures  int          not null default 0,
  -- What the campaign waits for, in a sentence; null while nothing is in the way.
  waiting_for    varchar(500) null,
  primary key (tenant_id, campaign_id),
  -- Steps look only at unfinished campaigns, of which there are few. The column changes twice in a campaign's
  -- life and no claim touches it: claims mutate plan_leased_until, which is in no index.
  key by_unfinished (unfinished, tenant_id, campaign_id)
);

create table lane (
  tenant_id     bigint       not null,
  account_id    bigint       not null,
  channel       varchar(4)   character set ascii collate ascii_bin not null,
  corp_id       varchar(64)  character set ascii collate ascii_bin not null,
  credential_id bigint       not null,
  member_userid varchar(64)  not null,
  -- When a job may want to leave; null: no job waits, or only jobs of paused campaigns.
  next_due_at   datetime(3)  null,
  -- Its place among the due lanes: since when its most urgent class waits, later by the aging time for every class
  -- below urgent.
  turn_at       datetime(3)  null,
  -- When a job of each class last left; a class that is passed over ages from there.
  urgent_left_at datetime(3) null,
  high_left_at  datetime(3)  null,
  normal_left_at datetime(3) null,
  low_left_at   datetime(3)  null,
  -- The limiter or the channel said no until then, and why: for people.
  limited_until datetime(3)  null,
  limited_by    varchar(30)  character set ascii collate ascii_bin null,
  limited_why   varchar(500) null,
  -- The limiter is not asked before then; not later than limited_until, since limits are changed by people.
  -- Null: it was granted since.
  rests_until   datetime(3)  null,
  leased_until  datetime(3)  null,
  lease         varchar(40)  character set ascii collate ascii_bin null,
  -- No other index: one row per account, hundreds to thousands, read whole; claims mutate every column they ask about.
  primary key (tenant_id, account_id)
);

-- A limit of a whole corp (corp_id) or of a whole tenant (corp_id empty) said no: all of its lanes rest together and
-- cost this one row.
create table joint_rest (
  tenant_id     bigint       not null,
  corp_id       varchar(64)  character set ascii collate ascii_bin not null,
  rests_until   datetime(3)  not null,
  -- The limit's word, for people; the limiter is asked again at rests_until, which is not later.
  limited_until datetime(3)  not null,
  limited_by    varchar(30)  character set ascii collate ascii_bin not null,
  limited_why   varchar(500) null,
  -- Lanes that may try at once when the rest is over; doubles with every round in which all were granted.
  tries         int          not null,
  primary key (tenant_id, corp_id)
);

create table send_job (
  tenant_id    bigint       not null,
  campaign_id  bigint       not null,
  job_no       int          not null,
  corp_id      varchar(64)  character set ascii collate ascii_bin not null,
  channel      varchar(4)   character set ascii collate ascii_bin not null,
  account_id   bigint       not null,
  priority     tinyint      not null,
  recipients   int          not null,
  status       varchar(10)  character set ascii collate ascii_bin not null,
  epoch        int          not null default 0,
  not_before   datetime(3)  null,
  -- What holds a READY job until not_before, in one word: a limit, why it was deferred, or an
  -- io.qunfa.protection.HoldReason. Of a DEAD one: why it gave up.
  held_by      varchar(30)  character set ascii collate ascii_bin null,
  -- The limit's word, for people, if the limiter is asked again sooner, at not_before.
  limited_until datetime(3) null,
  permit_id    varchar(100) character set ascii collate ascii_bin null,
  permit_expires_at datetime(3) null,
  -- When the last call to the channel began.
  begun_at     datetime(3)  null,
  msgid        varchar(128) character set utf8mb4 collate utf8mb4_bin null,
  deferrals    int          not null default 0,
  -- Dispatches in a row after which its call did not begin.
  never_began  int          not null default 0,
  code         int          not null default 0,
  evidence     varchar(500) null,
  -- A call of it had no known end once; it is not split any more.
  ever_unknown boolean      not null default false,
  created_at   datetime(3)  not null,
  changed_at   datetime(3)  not null,
  -- Nothing more will happen to the job and its recipients.
  closed       boolean      not null default false,
  primary key (tenant_id, campaign_id, job_no),
  -- One sending at WeCom belongs to one job.
  unique key one_job_per_msgid (tenant_id, corp_id, msgid),
  -- Holds the status that dispatch and begin mutate, for a reason: it finds the waiting jobs of one lane in their
  -- order and the few in flight, without a second table. It is only ever read without locks; every change goes
  -- through the primary key, so two writers cannot meet in it in different orders.
  key by_lane (status, tenant_id, account_id, priority, campaign_id, job_no)
);

-- Waiting jobs that must stay whole, few and mostly none: dispatch asks for them before all others of their lane, and
-- would have to walk through all that waits there to find them. Written with the job's row.
create table whole_job (
  tenant_id    bigint      not null,
  account_id   bigint      not null,
  campaign_id  bigint      not null,
  job_no       int         not null,
  priority     tinyint     not null,
  primary key (tenant_id, account_id, campaign_id, job_no)
);

-- Jobs that are being cut in two, from the limiter's word until data-service has moved the ledger's rows and the rest is
-- a job of its own. A campaign does not end while one is open.
create table job_split (
  tenant_id    bigint      not null,
  campaign_id  bigint      not null,
  job_no       int         not null,
  account_id   bigint      not null,
  keep         int         not null,
  -- For the part that fits; given back before the job asks anew. Null: given back already, the split had to wait.
  permit_id    varchar(100) character set ascii collate ascii_bin null,
  rest_not_before datetime(3) not null,
  held_by      varchar(30) character set ascii collate ascii_bin not null,
  -- Tries that came to nothing; the next ones wait longer.
  failures     int         not null default 0,
  leased_until datetime(3) null,
  -- Few rows, claimed in the order of the key.
  primary key (tenant_id, campaign_id, job_no),
  key by_account (tenant_id, account_id)
);

-- Accepted and unknown jobs about which the channel is to be asked.
create table follow_up (
  tenant_id    bigint      not null,
  campaign_id  bigint      not null,
  job_no       int         not null,
  channel      varchar(4)  character set ascii collate ascii_bin not null,
  kind         varchar(8)  character set ascii collate ascii_bin not null,
  -- For STOP: what the unconfirmed recipients become.
  remaining    varchar(10) character set ascii collate ascii_bin null,
  asked        int         not null default 0,
  since        datetime(3) not null,
  due_at       datetime(3) not null,
  leased_until datetime(3) null,
  -- Where a long answer was left when the question was handed back; the next claim takes it along.
  next_page    varchar(1000) null,
  seen_open    boolean     not null default false,
  primary key (tenant_id, campaign_id, job_no),
  -- A claim moves due_at. It finds candidates here without locks and then locks and changes them by primary key.
  key by_due (channel, due_at)
);

-- Asks for permits that got no answer, until their job is dispatched or its end makes it certain that nobody will have
-- the permit that may have been granted.
create table lost_ask (
  tenant_id    bigint      not null,
  campaign_id  bigint      not null,
  job_no       int         not null,
  epoch        int         not null,
  asked_at     datetime(3) not null,
  primary key (tenant_id, campaign_id, job_no, epoch)
);

-- What became of permits, on its way to account-service.
create table permit_verdict (
  tenant_id    bigint       not null,
  permit_id    varchar(100) character set ascii collate ascii_bin not null,
  verdict      varchar(12)  character set ascii collate ascii_bin not null,
  push_back_ms bigint       not null,
  cause        varchar(12)  character set ascii collate ascii_bin not null,
  outcome      varchar(12)  character set ascii collate ascii_bin null,
  corp_id      varchar(64)  character set ascii collate ascii_bin not null,
  primary key (tenant_id, permit_id)
);

-- Messages on their way to the broker. Small: rows leave with the broker's confirm.
create table outbox (
  outbox_id    bigint       not null auto_increment,
  tenant_id    bigint       not null,
  exchange     varchar(40)  character set ascii collate ascii_bin not null,
  routing_key  varchar(60)  character set ascii collate ascii_bin not null,
  message_id   varchar(100) character set ascii collate ascii_bin not null,
  body         varbinary(1024) not null,
  created_at   datetime(3)  not null,
  attempts     int          not null default 0,
  problem      varchar(200) null,
  leased_until datetime(3)  null,
  -- Claimed in the order of the key; the lease, which a claim mutates, is in no index.
  primary key (outbox_id, tenant_id)
);

-- What gave up: send jobs, and messages that no service could work with. One row for each of them, which is DEAD again
-- if it dies again. A job's row changes in the transaction of the job.
create table dead_letter (
  dead_letter_id bigint     not null auto_increment,
  tenant_id    bigint       not null,
  kind         varchar(7)   character set ascii collate ascii_bin not null,
  -- A job's number; of a command its queue and its job's number; of any other message a hash over it and its queue: what
  -- the broker delivers again is the same one.
  name         varchar(64)  character set ascii collate ascii_bin not null,
  state        varchar(10)  character set ascii collate ascii_bin not null,
  -- Where it was, or would have been, when it gave up.
  queue        varchar(40)  character set ascii collate ascii_bin not null,
  reason       varchar(20)  character set ascii collate ascii_bin not null,
  evidence     varchar(500) null,
  -- Dispatches of a job; arrivals of a message.
  attempts     int          not null,
  campaign_id  bigint       null,
  job_no       int          null,
  epoch        int          null,
  corp_id      varchar(64)  character set ascii collate ascii_bin null,
  channel      varchar(4)   character set ascii collate ascii_bin null,
  account_id   bigint       null,
  recipients   int          null,
  code         int          null,
  first_died_at datetime(3) not null,
  died_at      datetime(3)  not null,
  decided_at   datetime(3)  null,
  -- How often it was replayed without a person.
  auto_replays int          not null default 0,
  -- Of a message at most the first megabyte (a setting), and how many bytes there were.
  payload      mediumblob   not null,
  payload_size bigint       not null,
  -- JSON: names and texts.
  headers      mediumtext   not null,
  primary key (dead_letter_id, tenant_id),
  unique key one_row (tenant_id, name),
  -- Counts for the metric, and what may be replayed without a person. No claim changes a row that it found here
  -- without locking it by the primary key.
  key by_state (state, queue, reason),
  key by_tenant (tenant_id, state, dead_letter_id),
  key by_campaign (tenant_id, campaign_id)
);

-- Its deaths, and who decided what about it and why.
create table dead_letter_event (
  event_id     bigint       not null auto_increment,
  tenant_id    bigint       not null,
  dead_letter_id bigint     not null,
  at           datetime(3)  not null,
  became       varchar(10)  character set ascii collate ascii_bin not null,
  -- Null: nobody; it came about.
  actor        varchar(100) null,
  reason       varchar(600) not null,
  primary key (event_id, tenant_id),
  key by_letter (tenant_id, dead_letter_id, event_id)
);

create table single_task (
  tenant_id    bigint      not null,
  task_id      bigint      not null,
  corp_id      varchar(64) character set ascii collate ascii_bin not null,
  channel      varchar(4)  character set ascii collate ascii_bin not null,
  priority     tinyint     not null,
  account_id   bigint      null,
  account_tag  varchar(64) null,
  contacts     text        not null,
  -- Nine links of 2048 bytes each, all of them quotation marks, are more than 64 KB of JSON.
  content      mediumtext  not null,
  targeted     int         not null,
  created_at   datetime(3) not null,
  admitted_at  datetime(3) null,
  -- What it may pass by: io.qunfa.protection.Exemption.
  any_hour     boolean     not null,
  uncapped     boolean     not null,
  -- Why it will never be sent, in a sentence; it has no ledger rows then.
  refused      varchar(500) null,
  primary key (tenant_id, task_id)
);

-- Single tasks that are not planned yet. The key makes a queue of each class of a corp and channel, claimed in its order;
-- which queues there are is read from it by leaps.
create table waiting_task (
  priority     tinyint     not null,
  tenant_id    bigint      not null,
  corp_id      varchar(64) character set ascii collate ascii_bin not null,
  channel      varchar(4)  character set ascii collate ascii_bin not null,
  task_id      bigint      not null,
  leased_until datetime(3) null,
  primary key (priority, tenant_id, corp_id, channel, task_id)
);

create table media (
  tenant_id    bigint       not null,
  media        varchar(80)  character set ascii collate ascii_bin not null,
  kind         varchar(8)   character set ascii collate ascii_bin not null,
  filename     varchar(255) not null,
  content_type varchar(100) character set ascii collate ascii_bin not null,
  size         bigint       not null,
  created_at   datetime(3)  not null,
  primary key (tenant_id, media)
);

-- A megabyte each, so that no file is ever in the heap as a whole.
create table media_part (
  tenant_id    bigint      not null,
  media        varchar(80) character set ascii collate ascii_bin not null,
  part_no      int         not null,
  bytes        mediumblob  not null,
  primary key (tenant_id, media, part_no)
);
