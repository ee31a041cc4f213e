package io.qunfa.problem;

/**
 * One thing wrong with one part of a request.
 *
 * @param pointer a JSON pointer, or the name of a parameter or header
 */
public record FieldProblem(String pointer, String detail) {}
