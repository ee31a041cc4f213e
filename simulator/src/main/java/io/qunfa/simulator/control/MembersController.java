package io.qunfa.simulator.control;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Corps;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.IdList;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Resolved;
import io.qunfa.simulator.task.Content;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.MemberRobots;
import io.qunfa.simulator.task.Share;
import io.qunfa.simulator.token.Tokens;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What members and the platform do of their own accord. */
@RestController
class MembersController {
  private final Corps corps;
  private final MassTasks tasks;
  private final MemberRobots robots;
  private final Tokens tokens;

  MembersController(Corps corps, MassTasks tasks, MemberRobots robots, Tokens tokens) {
    this.corps = corps;
    this.tasks = tasks;
    this.robots = robots;
    this.tokens = tokens;
  }

  /** The member, of whatever corp, confirms all its open tasks now. */
  @PostMapping("/control/members/{userid}:confirm")
  Confirmed confirm(@PathVariable String userid) {
    int confirmed = 0;
    for (MassTask task : tasks.bySequence().values()) {
      int member = task.corp().directory().member(userid);
      for (Share share : task.shares()) {
        if (share.member() == member && robots.confirmNow(task, share)) {
          confirmed++;
        }
      }
    }
    return new Confirmed(confirmed);
  }

  /**
   * The member sends to its customers from its own client; that counts against their receive quota,
   * too.
   */
  @PostMapping("/control/corps/{corpId}/member-sends")
  Sent send(@PathVariable String corpId, @RequestBody MemberSend order) {
    Corp corp =
        corps.find(corpId).orElseThrow(() -> new NoSuchElementException("No corp " + corpId));
    Directory directory = corp.directory();
    int member = directory.member(order.userid());
    Resolved resolved =
        directory.resolve(IdList.of(order.externalUserids()), Kind.CONTACT, member, false);
    if (member == Directory.NONE || resolved.targets().size() == 0) {
      throw new IllegalArgumentException(order.userid() + " follows none of these customers.");
    }
    MassTask task =
        tasks.create(
            corp,
            new MassTask.Order(
                false,
                order.userid(),
                false,
                Content.ofText(order.text()),
                List.of(new Share(member, resolved.targets().toArray())),
                resolved.refused().size()));
    return new Sent(task.msgid());
  }

  /** The platform takes back all tokens, or those of one corp. */
  @PostMapping("/control/tokens:invalidate")
  Invalidated invalidateTokens(@RequestParam(defaultValue = "") String corpId) {
    return new Invalidated(tokens.revokeAll(corpId));
  }

  record Confirmed(int confirmed) {}

  record MemberSend(String userid, List<String> externalUserids, String text) {}

  record Sent(String msgid) {}

  record Invalidated(int tokens) {}
}
