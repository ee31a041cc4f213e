package io.qunfa.simulator.corp;

/** One member follows one customer or owns one group, since a second of the epoch. */
public record Relation(String target, String member, long since, Note note) {}
