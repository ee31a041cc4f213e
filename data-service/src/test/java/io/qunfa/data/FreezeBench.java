package io.qunfa.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What freezing a million contacts costs, and the look at their jobs before they leave. Not part of
 * the tests: run it with {@code -Dtest=FreezeBench}.
 */
@DataServiceTest
final class FreezeBench {
  private static final String TENANT = "9999";
  private static final String CORP = "wwFreezeBench";
  private static final int CONTACTS = Integer.getInteger("contacts", 1_000_000);
  private static final int SENDERS = 200;

  private final Operator operator;
  private final JdbcClient jdbc;

  FreezeBench(@Autowired Operator operator, @Autowired JdbcClient jdbc) {
    this.operator = operator;
    this.jdbc = jdbc;
  }

  @Test
  void freezeAMillion() {
    timed("seed", this::seed);
    bare();
    String jobs = "nothing";
    for (int campaign = 1; campaign <= 3; campaign++) {
      String id = String.valueOf(700_000 + campaign);
      DataServiceTest.Time.CLOCK.set(Instant.now().plus(Duration.ofDays(campaign)));
      timed("preview " + campaign, () -> post("/internal/v1/campaigns/" + id + ":preview"));
      timed("freeze " + campaign, () -> post("/internal/v1/campaigns/" + id + ":freeze"));
      jobs = id;
    }
    String last = jobs;
    timed("look, same day", () -> protect(last));
    mark();
    timed("look after an opt-out import", () -> protect(last));
    DataServiceTest.Time.CLOCK.set(Instant.now().plus(Duration.ofDays(10)));
    timed("look, a day later, all counted anew", () -> protect(last));
    bare();
    DataServiceTest.Time.CLOCK.reset();
  }

  private void seed() {
    jdbc.sql("set session cte_max_recursion_depth = 10000000").update();
    jdbc.sql("create table if not exists bench_digit (d int not null primary key)").update();
    jdbc.sql("insert ignore into bench_digit values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)")
        .update();
    jdbc.sql("drop table if exists bench_number").update();
    jdbc.sql(
            """
            create table bench_number (n int not null primary key)
            select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d n
            from bench_digit a, bench_digit b, bench_digit c, bench_digit e, bench_digit f, bench_digit g
            """)
        .update();
    jdbc.sql("delete from bench_number where n >= :n").param("n", CONTACTS).update();
    for (int n = 1; n <= SENDERS; n++) {
      jdbc.sql("insert into member (tenant_id, corp_id, member_userid) values (9999, :corp, :id)")
          .param("corp", CORP)
          .param("id", Export.member(n))
          .update();
    }
    jdbc.sql(
            """
            insert into contact (tenant_id, corp_id, external_userid, name)
            select 9999, :corp, concat('wmBench', lpad(n, 25, '0')), '客户' from bench_number
            """)
        .param("corp", CORP)
        .update();
    jdbc.sql(
            """
            insert into follow (tenant_id, corp_id, external_userid, member_id, remark, tag_ids,
              digest, import_id)
            select 9999, :corp, concat('wmBench', lpad(n, 25, '0')), m.member_id, '', '',
              unhex(md5(n)), 1
            from bench_number
              join (select member_id, row_number() over (order by member_id) - 1 place from member
                where tenant_id = 9999) m on m.place = n mod :senders
            """)
        .param("corp", CORP)
        .param("senders", SENDERS)
        .update();
  }

  /** The ledger's own insert and updates alone, as the suite's benchmark counts them. */
  private void bare() {
    jdbc.sql("drop table if exists bench_recipient").update();
    jdbc.sql("create table bench_recipient like recipient").update();
    timed(
        "bare insert",
        () ->
            jdbc.sql(
                    """
                    insert into bench_recipient
                      (tenant_id, campaign_id, job_no, external_userid, state, reason, updated_at)
                    select tenant_id, 1, member_id, external_userid, 'PLANNED', null, now(3)
                    from follow where tenant_id = 9999 order by external_userid
                    """)
                .update());
    timed(
        "bare updates",
        () ->
            jdbc.sql("select distinct job_no from bench_recipient")
                .query(Integer.class)
                .list()
                .forEach(
                    job ->
                        jdbc.sql(
                                """
                                update bench_recipient set state = 'ISSUED', updated_at = now(3)
                                where tenant_id = 9999 and campaign_id = 1 and job_no = :job
                                  and state = 'PLANNED'
                                """)
                            .param("job", job)
                            .update()));
    jdbc.sql("drop table bench_recipient").update();
  }

  private void mark() {
    if (isProtected()) {
      jdbc.sql("insert into suppression_mark values (9999, :corp, 1)").param("corp", CORP).update();
    }
  }

  private void protect(String campaign) {
    if (!isProtected()) {
      return;
    }
    List<Map<String, Object>> asks =
        IntStream.rangeClosed(1, SENDERS)
            .mapToObj(
                job ->
                    Map.<String, Object>of(
                        "campaignId", campaign, "jobNo", job, "epoch", 0, "recipients", 1))
            .toList();
    int calls = 0;
    boolean again = true;
    while (again) {
      JsonNode answer =
          operator.read(
              operator.internalPost(
                  "/internal/v1/jobs:protect", Map.of("tenantId", TENANT, "asks", asks)),
              200);
      calls++;
      again = answer.toString().contains("CHECKING");
    }
    System.out.println("  in " + calls + " calls");
  }

  private void post(String path) {
    Map<String, Object> freeze = new LinkedHashMap<>();
    freeze.put("tenantId", TENANT);
    freeze.put("corpId", CORP);
    freeze.put("audience", Map.of());
    freeze.put(
        "senders",
        IntStream.rangeClosed(1, SENDERS)
            .mapToObj(
                n ->
                    Map.of(
                        "accountId",
                        String.valueOf(n),
                        "memberUserid",
                        Export.member(n),
                        "load",
                        0,
                        "maxPerJob",
                        10_000))
            .toList());
    if (isProtected()) {
      freeze.put("channel", "api");
      freeze.put("exemption", Map.of("quietHours", true, "frequencyCap", false));
    }
    JsonNode answer = operator.read(operator.internalPost(path, freeze), 200);
    System.out.println("  planned " + answer.path("planned"));
  }

  private static boolean isProtected() {
    return FreezeBench.class.getClassLoader().getResource("io/qunfa/protection/Exemption.class")
        != null;
  }

  private static void timed(String what, Runnable work) {
    long start = System.nanoTime();
    work.run();
    System.out.printf("%-40s %8.2f s%n", what, (System.nanoTime() - start) / 1e9);
  }
}
