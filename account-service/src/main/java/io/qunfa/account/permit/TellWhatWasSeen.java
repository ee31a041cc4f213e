package io.qunfa.account.permit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Exchanges between replicas, over MySQL, how much Redis has counted at least. */
@Component
class TellWhatWasSeen {
  private static final Logger log = LoggerFactory.getLogger(TellWhatWasSeen.class);

  private final Generations generations;

  TellWhatWasSeen(Generations generations) {
    this.generations = generations;
  }

  @Scheduled(fixedDelayString = "${qunfa.permits.loss.tell-every:1s}")
  void tell() {
    try {
      generations.exchange();
    } catch (DataAccessException away) {
      log.warn("MySQL does not answer: what Redis has counted is told with the next round", away);
    }
  }
}
