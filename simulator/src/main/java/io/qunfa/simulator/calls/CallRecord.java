package io.qunfa.simulator.calls;

/**
 * One call that was made.
 *
 * @param at epoch milliseconds of its arrival
 * @param micros how long the simulator took, pauses included
 * @param outcome its errcode, or the name of the fault that took its answer away
 */
public record CallRecord(long at, String api, String outcome, long requestBytes, long micros) {
  public static final String OK = "0";
}
