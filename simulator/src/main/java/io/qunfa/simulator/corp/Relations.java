package io.qunfa.simulator.corp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Who follows whom: a relation is a number, its customer, its member and its second of birth. The
 * relations of a customer are a chain, the newest first; those of a member a list. Not thread-safe;
 * reading is safe while nobody writes.
 */
final class Relations {
  static final int NONE = -1;
  private static final int GONE = -1;

  private final List<Ints> byMember = new ArrayList<>();
  private int[] target = new int[64];
  private int[] member = new int[64];
  private int[] older = new int[64];
  private int[] since = new int[64];
  private int[] newest = new int[64];
  private int size;
  private int live;

  int find(int wantedTarget, int wantedMember) {
    for (int relation = newestOf(wantedTarget); relation != NONE; relation = older[relation]) {
      if (member[relation] == wantedMember) {
        return relation;
      }
    }
    return NONE;
  }

  /** False if the member follows the customer already. */
  boolean add(int newTarget, int newMember, int second) {
    if (find(newTarget, newMember) != NONE) {
      return false;
    }
    if (size == target.length) {
      target = Arrays.copyOf(target, size * 2);
      member = Arrays.copyOf(member, size * 2);
      older = Arrays.copyOf(older, size * 2);
      since = Arrays.copyOf(since, size * 2);
    }
    if (newTarget >= newest.length) {
      newest = Arrays.copyOf(newest, Math.max(newest.length * 2, newTarget + 1));
    }
    while (byMember.size() <= newMember) {
      byMember.add(new Ints());
    }
    target[size] = newTarget;
    member[size] = newMember;
    since[size] = second;
    older[size] = newest[newTarget] - 1;
    newest[newTarget] = size + 1;
    byMember.get(newMember).add(size);
    size++;
    live++;
    return true;
  }

  boolean remove(int oldTarget, int oldMember) {
    int relation = find(oldTarget, oldMember);
    if (relation == NONE) {
      return false;
    }
    member[relation] = GONE;
    live--;
    return true;
  }

  /** The member who began to follow the customer last, or {@link #NONE}. */
  int lastMember(int wantedTarget) {
    for (int relation = newestOf(wantedTarget); relation != NONE; relation = older[relation]) {
      if (member[relation] != GONE) {
        return member[relation];
      }
    }
    return NONE;
  }

  /** Every relation of a member, in the order in which they came. */
  void ofMember(int wantedMember, IntConsumer relation) {
    if (wantedMember < byMember.size()) {
      Ints all = byMember.get(wantedMember);
      for (int i = 0; i < all.size(); i++) {
        if (member[all.get(i)] != GONE) {
          relation.accept(all.get(i));
        }
      }
    }
  }

  void ofTarget(int wantedTarget, IntConsumer relationOf) {
    for (int relation = newestOf(wantedTarget); relation != NONE; relation = older[relation]) {
      if (member[relation] != GONE) {
        relationOf.accept(relation);
      }
    }
  }

  int target(int relation) {
    return target[relation];
  }

  /** The member of a relation, or {@link #NONE} when it has ended. */
  int member(int relation) {
    return member[relation];
  }

  int since(int relation) {
    return since[relation];
  }

  int live() {
    return live;
  }

  private int newestOf(int wantedTarget) {
    return wantedTarget >= 0 && wantedTarget < newest.length ? newest[wantedTarget] - 1 : NONE;
  }
}
