package io.qunfa.job;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.List;

/** Which of these sendings of a corp belong to a job already? */
public record TakenMsgids(TenantId tenantId, CorpId corpId, List<String> msgids) {
  public TakenMsgids {
    msgids = List.copyOf(msgids);
  }

  /**
   * @param msgids those that do
   */
  public record Answer(List<String> msgids) {
    public Answer {
      msgids = List.copyOf(msgids);
    }
  }
}
