package io.qunfa.simulator.corp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A corp's members, customers and customer groups, and who follows whom. Thread-safe. Members and
 * targets (customers and groups) are dense numbers that never change and are never reused.
 */
public final class Directory {
  /** No such member or target. */
  public static final int NONE = -1;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Integer> members = new LinkedHashMap<>();
  private final List<String> userids = new ArrayList<>();
  private final IdTable ids = new IdTable();
  private final BitSet gone = new BitSet();
  private final BitSet chats = new BitSet();
  private final Relations relations = new Relations();
  private final Map<Integer, Note> notes = new HashMap<>();
  private final Map<Integer, String> chatNames = new HashMap<>();

  public int member(String userid) {
    return reading(() -> members.getOrDefault(userid, NONE));
  }

  /** The member's number; a stranger becomes a member if {@code open}. */
  public int member(String userid, boolean open) {
    int known = member(userid);
    return known != NONE || !open ? known : addMember(userid);
  }

  /** One who left is back. */
  public int addMember(String userid) {
    return writing(
        () -> {
          int member =
              members.computeIfAbsent(
                  userid,
                  added -> {
                    userids.add(added);
                    return userids.size() - 1;
                  });
          gone.clear(member);
          return member;
        });
  }

  /** The member has the right to have customers no more; false if there is no such member. */
  public boolean leave(String userid) {
    return writing(
        () -> {
          Integer member = members.get(userid);
          if (member != null) {
            gone.set(member);
          }
          return member != null;
        });
  }

  /** Members who may have customers. */
  public List<String> followUsers() {
    return reading(
        () ->
            IntStream.range(0, userids.size())
                .filter(member -> !gone.get(member))
                .mapToObj(userids::get)
                .toList());
  }

  public String userid(int member) {
    return reading(() -> userids.get(member));
  }

  public List<String> userids() {
    return reading(() -> List.copyOf(userids));
  }

  /** Adds follow relations, {@code targets[i]} by {@code owners.get(i)}; how many were new. */
  public int follow(IdList targets, List<String> owners, long second) {
    return writing(
        () -> {
          int added = 0;
          for (int i = 0; i < targets.size(); i++) {
            if (targets.start(i) < targets.end(i)
                && relations.add(
                    ids.intern(targets.bytes(), targets.start(i), targets.end(i)),
                    addMember(owners.get(i)),
                    (int) second)) {
              added++;
            }
          }
          return added;
        });
  }

  /** Ends follow relations; how many there were. */
  public int unfollow(IdList targets, List<String> owners) {
    return writing(
        () -> {
          int ended = 0;
          for (int i = 0; i < targets.size(); i++) {
            int target = ids.find(targets.bytes(), targets.start(i), targets.end(i));
            int member = members.getOrDefault(owners.get(i), NONE);
            if (target != NONE && member != NONE && relations.remove(target, member)) {
              ended++;
            }
          }
          return ended;
        });
  }

  public void addChat(String chatId, String owner, String name, long second) {
    writing(
        () -> {
          IdList one = IdList.of(List.of(chatId));
          follow(one, List.of(owner), second);
          int chat = ids.find(one.bytes(), one.start(0), one.end(0));
          if (chat != NONE) {
            chats.set(chat);
            chatNames.put(chat, name);
          }
          return chat;
        });
  }

  public String chatName(int chat) {
    return reading(() -> chatNames.getOrDefault(chat, ""));
  }

  /** The number of a known target of the kind, or {@link #NONE}. */
  public int target(String id, Kind kind) {
    IdList one = IdList.of(List.of(id));
    return reading(() -> find(one, 0, kind));
  }

  public String id(int target) {
    return reading(() -> ids.text(target));
  }

  /** The ids of many targets, in their order. */
  public List<String> ids(int[] targets, int from, int to) {
    return reading(
        () -> {
          List<String> texts = new ArrayList<>(to - from);
          for (int i = from; i < to; i++) {
            texts.add(ids.text(targets[i]));
          }
          return texts;
        });
  }

  /** A number for each target that depends on its id's text alone. */
  public long[] fingerprints(int[] targets) {
    return reading(
        () -> {
          long[] prints = new long[targets.length];
          for (int i = 0; i < targets.length; i++) {
            prints[i] = ids.fingerprint(targets[i]);
          }
          return prints;
        });
  }

  /**
   * Sorts the given ids into targets and refused ones: refused is what the member does not follow,
   * or, without a member ({@link #NONE}), what nobody follows. If {@code open}, every well-formed
   * id is a customer of every member.
   */
  public Resolved resolve(IdList given, Kind kind, int member, boolean open) {
    if (open) {
      Resolved known = reading(() -> resolved(given, kind, member, true));
      // Only what was refused can be a stranger, and most calls have none.
      if (known.refused().isEmpty() || !reading(() -> hasStranger(given, kind))) {
        return known;
      }
      writing(() -> welcome(given, kind));
    }
    return reading(() -> resolved(given, kind, member, open));
  }

  /** Everything of the kind that the member follows. */
  public int[] targetsOf(int member, Kind kind) {
    return reading(
        () -> {
          Ints targets = new Ints();
          relations.ofMember(
              member,
              relation -> {
                if (chats.get(relations.target(relation)) == (kind == Kind.CHAT)) {
                  targets.add(relations.target(relation));
                }
              });
          return targets.toArray();
        });
  }

  /** The customers whom the member, or anybody for {@link #NONE}, marked with tags that match. */
  public int[] marked(int member, Predicate<Set<String>> tags) {
    return reading(
        () ->
            notes.entrySet().stream()
                .filter(note -> relations.member(note.getKey()) != NONE)
                .filter(note -> member == NONE || relations.member(note.getKey()) == member)
                .filter(note -> tags.test(note.getValue().tags()))
                .mapToInt(note -> relations.target(note.getKey()))
                .distinct()
                .toArray());
  }

  /** The member who last began to follow the target, or {@link #NONE}. */
  public int lastMember(int target) {
    return reading(() -> relations.lastMember(target));
  }

  public boolean follows(int member, int target) {
    return reading(() -> relations.find(target, member) != NONE);
  }

  /** Which of the targets the member follows now, as bits by position. */
  public BitSet followed(int member, int[] targets) {
    return reading(
        () -> {
          BitSet bits = new BitSet(targets.length);
          for (int i = 0; i < targets.length; i++) {
            bits.set(i, relations.find(targets[i], member) != NONE);
          }
          return bits;
        });
  }

  public int countOfMember(int member, Kind kind) {
    return targetsOf(member, kind).length;
  }

  /** Some of the member's relations, from a place in their order of coming. */
  public List<Relation> relationsOfMember(int member, Kind kind, int from, int most) {
    return reading(
        () -> {
          Ints all = new Ints();
          relations.ofMember(
              member,
              relation -> {
                if (chats.get(relations.target(relation)) == (kind == Kind.CHAT)) {
                  all.add(relation);
                }
              });
          List<Relation> found = new ArrayList<>();
          for (int i = from; i < all.size() && found.size() < most; i++) {
            found.add(relation(all.get(i)));
          }
          return found;
        });
  }

  public List<Relation> relationsOfTarget(int target) {
    return reading(
        () -> {
          List<Relation> found = new ArrayList<>();
          relations.ofTarget(target, relation -> found.add(relation(relation)));
          return found;
        });
  }

  /** Changes the note on a relation; false if there is none. */
  public boolean annotate(int member, int target, UnaryOperator<Note> change) {
    return writing(
        () -> {
          int relation = relations.find(target, member);
          if (relation == NONE) {
            return false;
          }
          notes.put(relation, change.apply(notes.getOrDefault(relation, Note.EMPTY)));
          return true;
        });
  }

  public int targetCount() {
    return reading(ids::size);
  }

  public int relationCount() {
    return reading(relations::live);
  }

  private Relation relation(int relation) {
    return new Relation(
        ids.text(relations.target(relation)),
        userids.get(relations.member(relation)),
        relations.since(relation),
        notes.getOrDefault(relation, Note.EMPTY));
  }

  private boolean hasStranger(IdList given, Kind kind) {
    for (int i = 0; i < given.size(); i++) {
      if (kind.wellFormed(given.bytes(), given.start(i), given.end(i))
          && ids.find(given.bytes(), given.start(i), given.end(i)) == NONE) {
        return true;
      }
    }
    return false;
  }

  private Resolved resolved(IdList given, Kind kind, int member, boolean open) {
    Ints targets = new Ints(given.size());
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      int target = find(given, i, kind);
      boolean reachable =
          target != NONE
              && (member == NONE
                  ? relations.lastMember(target) != NONE
                  : open || relations.find(target, member) != NONE);
      if (reachable) {
        targets.add(target);
      } else {
        refused.add(given.text(i));
      }
    }
    return new Resolved(targets, refused);
  }

  /** Gives every well-formed id a number. */
  private int welcome(IdList given, Kind kind) {
    for (int i = 0; i < given.size(); i++) {
      int from = given.start(i);
      int to = given.end(i);
      if (kind.wellFormed(given.bytes(), from, to)) {
        chats.set(ids.intern(given.bytes(), from, to), kind == Kind.CHAT);
      }
    }
    return given.size();
  }

  private int find(IdList given, int position, Kind kind) {
    int target = ids.find(given.bytes(), given.start(position), given.end(position));
    return target != NONE && chats.get(target) == (kind == Kind.CHAT) ? target : NONE;
  }

  private <T> T reading(Supplier<T> work) {
    return holding(lock.readLock(), work);
  }

  private <T> T writing(Supplier<T> work) {
    return holding(lock.writeLock(), work);
  }

  private static <T> T holding(Lock held, Supplier<T> work) {
    held.lock();
    try {
      return work.get();
    } finally {
      held.unlock();
    }
  }
}
