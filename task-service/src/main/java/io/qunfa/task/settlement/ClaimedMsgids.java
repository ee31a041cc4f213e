package io.qunfa.task.settlement;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one sending at WeCom is claimed by one job. The unique key would refuse a second
 * claim too, but with it the whole batch. What a job has claimed itself, while it was looked for,
 * is its own.
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
    Map<Msgid, JobId> owners = owners(accepted);
    return rulings.stream()
        .filter(ruling -> !isAcceptance(ruling) || isFree(ruling.change().after(), owners))
        .toList();
  }

  private static boolean isFree(SendJob job, Map<Msgid, JobId> owners) {
    JobId owner = owners.putIfAbsent(msgidOf(job), job.id());
    if (owner == null || owner.equals(job.id())) {
      return true;
    }
    log.error(
        "WeCom's task {} is already another job's, so it does not settle job {}, which is asked for again",
        job.msgid(),
        job.id());
    return false;
  }

  private Map<Msgid, JobId> owners(List<SendJob> accepted) {
    List<Object[]> tuples =
        accepted.stream()
            .map(job -> new Object[] {job.tenantId().value(), job.corpId().value(), job.msgid()})
            .toList();
    Map<Msgid, JobId> owners = new HashMap<>();
    jdbc.sql(
            """
            select tenant_id, corp_id, msgid, campaign_id, job_no from send_job
            where (tenant_id, corp_id, msgid) in (:msgids)
            """)
        .param("msgids", tuples)
        .query(
            row -> {
              owners.put(
                  new Msgid(row.getLong(1), row.getString(2), row.getString(3)),
                  new JobId(new CampaignId(row.getLong(4)), row.getInt(5)));
            });
    return owners;
  }

  private static boolean isAcceptance(Ruling ruling) {
    return ruling.change().after().status() == JobStatus.ACCEPTED
        && ruling.change().before().status() != JobStatus.ACCEPTED;
  }

  private static Msgid msgidOf(SendJob job) {
    return new Msgid(job.tenantId().value(), job.corpId().value(), String.valueOf(job.msgid()));
  }
}
