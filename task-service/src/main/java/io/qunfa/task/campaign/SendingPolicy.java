package io.qunfa.task.campaign;

/** Departures from the corp's protection of recipients. There are none to choose from yet. */
public record SendingPolicy() {}
