package io.qunfa.task.protection;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.task.job.SendJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The last look at jobs before permits are asked for. Who may not be written to any more is
 * excluded in the ledger by then; a crash before the jobs leave only means that they are asked for
 * again, with the same answer.
 */
@Component
public class ProtectSlice {
  private final AskProtection askProtection;
  private final PutBack putBack;

  ProtectSlice(AskProtection askProtection, PutBack putBack) {
    this.askProtection = askProtection;
    this.putBack = putBack;
  }

  /**
   * @return those that may leave, in their order, each with the recipients it has left; the others
   *     are held back or closed
   */
  public List<SendJob> protect(List<SendJob> slice) {
    Map<SendJob, Verdict> verdicts = verdicts(slice);
    List<SendJob> leaving = new ArrayList<>();
    List<PutBack.Stay> staying = new ArrayList<>();
    for (SendJob job : slice) {
      Verdict verdict = verdicts.get(job);
      if (verdict == null) {
        throw new IllegalStateException("job " + job.id() + " was not asked for");
      }
      Hold hold = verdict.hold();
      if (hold != null || verdict.recipients() == 0) {
        staying.add(new PutBack.Stay(job, hold));
      } else {
        leaving.add(job.shrunkTo(verdict.recipients()));
      }
    }
    if (!staying.isEmpty()) {
      putBack.putBack(staying);
    }
    return leaving;
  }

  private Map<SendJob, Verdict> verdicts(List<SendJob> slice) {
    Map<SendJob, Verdict> verdicts = new LinkedHashMap<>();
    slice.stream()
        .collect(groupingBy(SendJob::tenantId))
        .forEach(
            (tenant, jobs) -> {
              List<Verdict> answers =
                  askProtection.ask(
                      tenant,
                      jobs.stream()
                          .map(
                              job ->
                                  new Ask(
                                      job.id().campaignId(),
                                      job.id().jobNo(),
                                      job.epoch(),
                                      job.recipients()))
                          .toList());
              for (int i = 0; i < jobs.size(); i++) {
                verdicts.put(jobs.get(i), answers.get(i));
              }
            });
    return verdicts;
  }
}
