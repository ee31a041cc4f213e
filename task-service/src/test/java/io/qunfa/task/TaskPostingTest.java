package io.qunfa.task;

import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.ids.AccountId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Single tasks of the test's corp, as its own systems post them. */
abstract class TaskPostingTest extends TaskServiceTest {
  static final String TASKS = "/api/v1/tasks";

  AccountId anAccountThatReachesEverybody() {
    AccountId account = accountsWithOneJobEach(1, 1).getFirst();
    NEIGHBOURS.taskAudiences.put(
        corp,
        task -> {
          int count = task.externalUserIds().size();
          return new FrozenAudience(
              count,
              Map.of(),
              count,
              List.of(new PlannedJob(1, account, "member-" + account, count)));
        });
    return account;
  }

  Map<String, Object> aTask(String contact) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("corpId", corp.value());
    task.put("channel", "api");
    task.put("externalUserIds", List.of(contact));
    task.put("content", Map.of("text", "您的订单已发货"));
    task.put("priority", "urgent");
    return task;
  }
}
