package io.qunfa.task.singletask;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.singletask.WaitingTask.Group;
import io.qunfa.task.singletask.WaitingTask.Queue;
import io.qunfa.task.singletask.WaitingTasks.Head;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTurnsTest {
  private static final Head LOW = head(Priority.LOW, "wwOne", 1);
  private static final Head NORMAL = head(Priority.NORMAL, "wwTwo", 2);
  private static final Head URGENT = head(Priority.URGENT, "wwOne", 90);
  private static final Head URGENT_TOO = head(Priority.URGENT, "wwThree", 80);
  private static final List<Head> ALL = List.of(LOW, NORMAL, URGENT, URGENT_TOO);

  @Test
  void theMostUrgentGoFirstAndAmongTheseWhoCameFirst() {
    assertThat(TaskTurns.inTurn(ALL, false)).containsExactly(URGENT_TOO, URGENT, NORMAL, LOW);
  }

  @Test
  void theTurnOfTheOldestPassesToTheNextOldest() {
    assertThat(TaskTurns.inTurn(ALL, true)).containsExactly(LOW, NORMAL, URGENT_TOO, URGENT);
  }

  private static Head head(Priority priority, String corp, long oldest) {
    return new Head(
        new Queue(priority, new Group(new TenantId(1), new CorpId(corp), Channel.API)), oldest);
  }
}
