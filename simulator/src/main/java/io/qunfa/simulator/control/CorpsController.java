package io.qunfa.simulator.control;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Corps;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.task.MemberRobots;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Corps, their members, and who follows whom. */
@RestController
@RequestMapping("/control/corps")
class CorpsController {
  private final Corps corps;
  private final MemberRobots robots;
  private final Clock clock;

  CorpsController(Corps corps, MemberRobots robots, Clock clock) {
    this.corps = corps;
    this.robots = robots;
    this.clock = clock;
  }

  @GetMapping
  List<CorpView> show() {
    return corps.all().stream().map(CorpView::of).toList();
  }

  @PostMapping
  CorpView upsert(@RequestBody CorpOrder order) {
    if (order.corpId() == null || order.corpId().isBlank()) {
      throw new IllegalArgumentException("corpId is missing.");
    }
    Corp corp =
        corps.upsert(
            order.corpId(),
            Objects.requireNonNullElse(order.secrets(), List.of()),
            Objects.requireNonNullElse(order.members(), List.of()));
    for (ChatOrder chat : Objects.requireNonNullElse(order.groups(), List.<ChatOrder>of())) {
      corp.directory()
          .addChat(
              chat.chatId(),
              chat.owner(),
              Objects.requireNonNullElse(chat.name(), ""),
              clock.instant().getEpochSecond());
    }
    return CorpView.of(corp);
  }

  /** These members may have customers no more; adding them again brings them back. */
  @PostMapping("/{corpId}/members:leave")
  Left leave(@PathVariable String corpId, @RequestBody LeaveOrder order) {
    Directory directory = corp(corpId).directory();
    return new Left((int) order.members().stream().filter(directory::leave).count());
  }

  /** Adds relations; the body is CSV with the header {@code external_userid,member_userid}. */
  @PostMapping("/{corpId}/contacts")
  Relations follow(@PathVariable String corpId, InputStream csv) throws IOException {
    Directory directory = corp(corpId).directory();
    long now = clock.instant().getEpochSecond();
    int added = RelationCsv.read(csv, (targets, owners) -> directory.follow(targets, owners, now));
    return new Relations(directory.relationCount(), added);
  }

  /**
   * Ends relations: from now on these customers are no friends of these members. Same body as
   * adding.
   */
  @PostMapping("/{corpId}/contacts:remove")
  Relations unfollow(@PathVariable String corpId, InputStream csv) throws IOException {
    robots.confirmDue();
    Directory directory = corp(corpId).directory();
    int ended = RelationCsv.read(csv, directory::unfollow);
    return new Relations(directory.relationCount(), -ended);
  }

  private Corp corp(String corpId) {
    return corps
        .find(corpId)
        .orElseThrow(
            () -> new NoSuchElementException("No corp " + corpId + "; POST /control/corps first."));
  }

  record CorpOrder(
      String corpId,
      @Nullable List<String> secrets,
      @Nullable List<String> members,
      @Nullable List<ChatOrder> groups) {}

  record ChatOrder(String chatId, String owner, @Nullable String name) {}

  record LeaveOrder(List<String> members) {}

  record Left(int left) {}

  /** How many relations the corp has now, and how many the request changed. */
  record Relations(int relations, int changed) {}

  record CorpView(String corpId, int members, int targets, int relations) {
    static CorpView of(Corp corp) {
      Directory directory = corp.directory();
      return new CorpView(
          corp.id(),
          directory.userids().size(),
          directory.targetCount(),
          directory.relationCount());
    }
  }
}
