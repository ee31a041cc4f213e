package io.qunfa.simulator.corp;

import java.util.List;

/** Which of the given ids can be sent to, as numbers of the directory, and which cannot. */
public record Resolved(Ints targets, List<String> refused) {}
