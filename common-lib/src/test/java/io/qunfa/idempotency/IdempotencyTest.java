package io.qunfa.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.fixture.SuiteJson;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.MysqlServer;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Against a real MySQL: the promise rests on its locks. */
class IdempotencyTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final DataSource DATABASE = database();

  private final JdbcClient jdbc = JdbcClient.create(DATABASE);
  private final AtomicInteger created = new AtomicInteger();
  private final Idempotency idempotency =
      new Idempotency(jdbc, readCommitted(), SuiteJson.mapper());

  @BeforeAll
  static void tables() {
    JdbcClient jdbc = JdbcClient.create(DATABASE);
    jdbc.sql("drop table if exists idempotency_key, thing").update();
    jdbc.sql("create table thing (id int primary key)").update();
    jdbc.sql(
            """
            create table idempotency_key (
              tenant_id  bigint       not null,
              operation  varchar(40)  character set ascii collate ascii_bin not null,
              idem_key   varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
              body_hash  binary(32)   not null,
              answer     json         null,
              created_at timestamp(3) not null default current_timestamp(3),
              primary key (tenant_id, operation, idem_key),
              key (created_at))
            """)
        .update();
  }

  @BeforeEach
  void nothingCreatedYet() {
    jdbc.sql("delete from idempotency_key").update();
    jdbc.sql("delete from thing").update();
  }

  @Test
  void sameKeyAndBodyGetTheFirstAnswer() {
    Created first = create("k", "body");

    Created second = create("k", "body");

    assertThat(second).isEqualTo(first);
    assertThat(things()).isEqualTo(1);
  }

  @Test
  void sameKeyWithAnotherBodyIsRefused() {
    create("k", "body");

    assertThatThrownBy(() -> create("k", "other body"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
    assertThat(things()).isEqualTo(1);
  }

  @Test
  void keysDifferByTenantOperationAndCase() {
    create("k", "body");

    create("K", "body");
    idempotency.once(TENANT, "batch", "k", "body", Created.class, this::creation);
    idempotency.once(new TenantId(2), "thing", "k", "body", Created.class, this::creation);

    assertThat(things()).isEqualTo(4);
  }

  @Test
  void withoutKeyEveryRequestCreates() {
    create(null, "body");
    create(null, "body");

    assertThat(things()).isEqualTo(2);
  }

  @Test
  void failedCreationLeavesNoKeyBehind() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    TENANT,
                    "thing",
                    "k",
                    "body",
                    Created.class,
                    () -> {
                      creation();
                      throw new IllegalStateException("the database went away");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(things()).isZero();

    create("k", "body");

    assertThat(things()).isEqualTo(1);
  }

  @Test
  void manyAtOnceCreateOneAndAllGetItsAnswer() throws Exception {
    int callers = 16;
    CountDownLatch go = new CountDownLatch(1);
    Set<Created> answers = ConcurrentHashMap.newKeySet();

    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        calls.add(
            threads.submit(
                () -> {
                  go.await();
                  return answers.add(create("k", "body"));
                }));
      }
      go.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    }

    assertThat(answers).hasSize(1);
    assertThat(things()).isEqualTo(1);
  }

  @Test
  void unusableKeysAreRefused() {
    assertThatThrownBy(() -> create(" ", "body")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> create("k".repeat(256), "body")).isInstanceOf(Problem.class);
    assertThat(create("客".repeat(255), "body")).isNotNull();
  }

  @Test
  void oldKeysAreForgottenAndYoungOnesKept() {
    create("young", "body");
    manyKeysOfDaysAgo(2_500, 8);
    ForgetOldKeys forget =
        new ForgetOldKeys(
            jdbc,
            new IdempotencySettings(Duration.ofDays(7), Duration.ofHours(1)),
            InstantSource.system());

    assertThat(forget.forget()).isEqualTo(2_500);

    assertThat(keys()).isEqualTo(1);
    create("young", "body");
    assertThat(things()).isEqualTo(1);
  }

  @Test
  void everyServiceWithADatabaseForgetsByItself() {
    manyKeysOfDaysAgo(3, 8);

    new ApplicationContextRunner()
        .withBean(JdbcClient.class, () -> jdbc)
        .withBean(
            PlatformTransactionManager.class, () -> new DataSourceTransactionManager(DATABASE))
        .withBean(ObjectMapper.class, SuiteJson::mapper)
        .withBean(Clock.class, Clock::systemUTC)
        .withConfiguration(AutoConfigurations.of(IdempotencyConfiguration.class))
        .withPropertyValues("qunfa.idempotency.forget-every=20ms")
        .run(service -> await().untilAsserted(() -> assertThat(keys()).isZero()));
  }

  private void manyKeysOfDaysAgo(int count, int days) {
    jdbc.sql(
            """
            insert into idempotency_key (tenant_id, operation, idem_key, body_hash, created_at)
            with recursive number (n) as (select 1 union all select n + 1 from number where n < 100)
            select 1, 'thing', concat('old ', a.n, ' ', b.n), repeat('x', 32),
                   current_timestamp - interval :days day
            from number a cross join number b
            limit :count
            """)
        .param("count", count)
        .param("days", days)
        .update();
  }

  private int keys() {
    return jdbc.sql("select count(*) from idempotency_key").query(Integer.class).single();
  }

  private Created create(@Nullable String key, String body) {
    return idempotency.once(TENANT, "thing", key, body, Created.class, this::creation);
  }

  private Created creation() {
    int id = created.incrementAndGet();
    jdbc.sql("insert into thing values (?)").param(id).update();
    return new Created(new CampaignId(id));
  }

  private int things() {
    return jdbc.sql("select count(*) from thing").query(Integer.class).single();
  }

  private static TransactionTemplate readCommitted() {
    TransactionTemplate template =
        new TransactionTemplate(new DataSourceTransactionManager(DATABASE));
    template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return template;
  }

  private static DataSource database() {
    MysqlServer mysql = LocalServers.shared().mysql();
    return new DriverManagerDataSource(
        mysql.jdbcUrl("qunfa_common_test"), mysql.username(), mysql.password());
  }

  record Created(CampaignId id) {}
}
