package io.qunfa.identity;

/** The claims of our tokens besides the registered ones. */
public final class Claims {
  /** The tenant id, on people's tokens only. */
  public static final String TENANT = "tenant";

  /** Space-separated scopes. */
  public static final String SCOPE = "scope";

  /** The scope of an operator: everything below {@code /api}. */
  public static final String OPERATOR = "operator";

  /** The scope of a service of ours: everything below {@code /internal}. */
  public static final String SERVICE = "service";

  /**
   * The scope of those whose urgent campaigns and tasks may leave in quiet hours, and whose urgent
   * tasks may exceed the frequency cap, if they ask for it. It comes beside {@link #OPERATOR}.
   */
  public static final String URGENT_EXEMPT = "urgent-exempt";

  private Claims() {}
}
