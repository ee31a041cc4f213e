package io.qunfa.e2e.company;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A made-up company that exists at the suite and at the simulator.
 *
 * @param accountIds by member
 */
public record Company(CompanyPlan plan, Map<String, String> accountIds) {
  public Company {
    accountIds = Map.copyOf(accountIds);
  }

  public String corpId() {
    return plan.corpId();
  }

  public List<String> members() {
    return plan.memberIds();
  }

  public Set<String> contacts() {
    return contactsFrom(1);
  }

  /** The contacts that WeCom knows as well. */
  public Set<String> friends() {
    return contactsFrom(plan.strangersEach() + 1);
  }

  /** The contacts that only the suite believes in. */
  public Set<String> strangers() {
    return IntStream.rangeClosed(1, plan.members())
        .boxed()
        .flatMap(member -> contactsOf(member, 1, plan.strangersEach()))
        .collect(toUnmodifiableSet());
  }

  public List<String> contactsOf(int member) {
    return contactsOf(member, 1, plan.contactsEach()).toList();
  }

  private Set<String> contactsFrom(int first) {
    return IntStream.rangeClosed(1, plan.members())
        .boxed()
        .flatMap(member -> contactsOf(member, first, plan.contactsEach()))
        .collect(toUnmodifiableSet());
  }

  private Stream<String> contactsOf(int member, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(contact -> plan.contactId(member, contact));
  }
}
