package io.qunfa.simulator.massend;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Ints;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Resolved;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.tag.Tags;
import io.qunfa.simulator.task.Share;
import io.qunfa.simulator.wecom.WecomError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Decides who of the wanted receives a task, and from whom. */
@Component
class ChooseRecipients {
  private final Tags tags;
  private final CurrentSettings settings;

  ChooseRecipients(Tags tags, CurrentSettings settings) {
    this.tags = tags;
    this.settings = settings;
  }

  /** The members' shares, none of them empty, and the ids that cannot be sent to. */
  Chosen choose(Corp corp, MassRequest request) {
    Directory directory = corp.directory();
    boolean open = settings.get().openContacts();
    int sender = Directory.NONE;
    if (!request.sender().isEmpty()) {
      sender = directory.member(request.sender(), open);
      if (sender == Directory.NONE) {
        throw new WecomError(60111);
      }
    }
    Kind kind = request.group() ? Kind.CHAT : Kind.CONTACT;
    if (request.ids().size() == 0) {
      int[] targets = withoutList(corp, request, sender, kind);
      return new Chosen(shares(directory, sender, targets), List.of());
    }
    Resolved resolved = directory.resolve(request.ids(), kind, sender, open);
    int[] targets = resolved.targets().toArray();
    return new Chosen(shares(directory, sender, targets), resolved.refused());
  }

  private int[] withoutList(Corp corp, MassRequest request, int sender, Kind kind) {
    List<List<String>> groups = request.tagGroups();
    if (groups.isEmpty()) {
      return corp.directory().targetsOf(sender, kind);
    }
    groups.forEach(group -> tags.requireKnown(corp, group));
    return corp.directory().marked(sender, marks -> fits(marks, groups));
  }

  private static boolean fits(Set<String> marks, List<List<String>> groups) {
    return groups.stream().noneMatch(group -> Collections.disjoint(marks, group));
  }

  /** One share for the sender; without one, each target goes to who last interacted with it. */
  private static List<Share> shares(Directory directory, int sender, int[] targets) {
    if (targets.length == 0) {
      return List.of();
    }
    if (sender != Directory.NONE) {
      return List.of(new Share(sender, targets));
    }
    Map<Integer, Ints> byMember = new TreeMap<>();
    for (int target : targets) {
      int member = directory.lastMember(target);
      if (member != Directory.NONE) {
        byMember.computeIfAbsent(member, added -> new Ints()).add(target);
      }
    }
    List<Share> shares = new ArrayList<>();
    byMember.forEach((member, theirs) -> shares.add(new Share(member, theirs.toArray())));
    return shares;
  }

  record Chosen(List<Share> shares, List<String> refused) {}
}
