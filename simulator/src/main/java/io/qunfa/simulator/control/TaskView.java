package io.qunfa.simulator.control;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.Share;
import java.util.List;
import java.util.Objects;

/**
 * A task for the person at the control endpoint.
 *
 * @param confirmed how many of its senders have confirmed
 * @param createdAt epoch milliseconds
 */
record TaskView(
    long sequence,
    String msgid,
    String corpId,
    String chatType,
    String creator,
    List<String> senders,
    int recipients,
    int refused,
    int confirmed,
    boolean cancelled,
    String textHash,
    String text,
    long createdAt) {

  static TaskView of(MassTask task) {
    Directory directory = task.corp().directory();
    MassTask.Order order = task.order();
    return new TaskView(
        task.sequence(),
        task.msgid(),
        task.corp().id(),
        order.group() ? "group" : "single",
        order.creator(),
        task.shares().stream().map(share -> directory.userid(share.member())).toList(),
        task.recipients(),
        order.refused(),
        (int) task.shares().stream().map(Share::sentAt).filter(Objects::nonNull).count(),
        task.cancelled(),
        order.content().textHash(),
        order.content().text(),
        task.createdAt().toEpochMilli());
  }

  /** A page; {@code nextAfter} asks for what follows it. */
  record Page(List<TaskView> tasks, long nextAfter) {}
}
