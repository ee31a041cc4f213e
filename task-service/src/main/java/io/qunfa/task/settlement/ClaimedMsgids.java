package io.qunfa.task.settlement;

import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one sending at WeCom is claimed by one job. The unique key would refuse a second
 * claim too, but with it the whole batch.
 */
@Component
class ClaimedMsgids {
  private static final Logger log = LoggerFactory.getLogger(ClaimedMsgids.class);

  private final JdbcClient jdbc;

  ClaimedMsgids(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Msgid(long tenant, String corp, String msgid) {}

  List<Ruling> withoutTaken(List<Ruling> rulings) {
    List<SendJob> accepted =
        rulings.stream().filter(ClaimedMsgids::isAcceptance).map(r -> r.change().after()).toList();
    if (accepted.isEmpty()) {
      return rulings;
    }
    Set<Msgid> taken = taken(accepted);
    return rulings.stream()
        .filter(ruling -> !isAcceptance(ruling) || isFree(ruling.change().after(), taken))
        .toList();
  }

  private static boolean isFree(SendJob job, Set<Msgid> taken) {
    if (taken.add(msgidOf(job))) {
      return true;
    }
    log.error(
        "WeCom's task {} is already another job's, so it does not settle job {}, which is asked for again",
        job.msgid(),
        job.id());
    return false;
  }

  private Set<Msgid> taken(List<SendJob> accepted) {
    List<Object[]> tuples =
        accepted.stream()
            .map(job -> new Object[] {job.tenantId().value(), job.corpId().value(), job.msgid()})
            .toList();
    return new HashSet<>(
        jdbc.sql(
                """
                select tenant_id, corp_id, msgid from send_job
                where (tenant_id, corp_id, msgid) in (:msgids)
                """)
            .param("msgids", tuples)
            .query((row, n) -> new Msgid(row.getLong(1), row.getString(2), row.getString(3)))
            .list());
  }

  private static boolean isAcceptance(Ruling ruling) {
    return ruling.change().after().status() == JobStatus.ACCEPTED
        && ruling.change().before().status() != JobStatus.ACCEPTED;
  }

  private static Msgid msgidOf(SendJob job) {
    return new Msgid(job.tenantId().value(), job.corpId().value(), String.valueOf(job.msgid()));
  }
}
