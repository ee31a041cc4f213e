package io.qunfa.simulator.tag;

/** One corp tag. */
record Tag(String id, String name, long createTime, long order) {}
