package io.qunfa.task;

import io.qunfa.ids.CorpId;
import java.util.List;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes away what a test leaves. Steps may hold a row just now, so it may need several tries. */
final class ClearUp {
  static final String LEDGER = "ledger_of_tests";

  private static final List<String> QUEUES =
      List.of("api_tasks", "api_tasks.dead", "task_results.dead", LEDGER);

  private static final List<String> ROWS_OF_CORP =
      List.of(
          """
          delete e, l from dead_letter l
          join send_job j on j.tenant_id = l.tenant_id and j.campaign_id = l.campaign_id
          left join dead_letter_event e
            on e.tenant_id = l.tenant_id and e.dead_letter_id = l.dead_letter_id
          where j.corp_id = :corp
          """,
          "delete from waiting_task where corp_id = :corp",
          """
          delete f from follow_up f
          join send_job j on j.tenant_id = f.tenant_id
            and j.campaign_id = f.campaign_id and j.job_no = f.job_no
          where j.corp_id = :corp
          """,
          "delete from send_job where corp_id = :corp",
          "delete from lane where corp_id = :corp",
          "delete from campaign where corp_id = :corp");

  private final JdbcClient jdbc;
  private final AmqpAdmin broker;

  ClearUp(JdbcClient jdbc, AmqpAdmin broker) {
    this.jdbc = jdbc;
    this.broker = broker;
  }

  void queues() {
    repeatedly(() -> QUEUES.forEach(broker::purgeQueue));
  }

  void of(CorpId corp) {
    repeatedly(
        () -> ROWS_OF_CORP.forEach(rows -> jdbc.sql(rows).param("corp", corp.value()).update()));
  }

  private static void repeatedly(Runnable work) {
    TaskServiceTest.eventually()
        .ignoreExceptions()
        .until(
            () -> {
              work.run();
              return true;
            });
  }
}
