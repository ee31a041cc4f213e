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

  private Claims() {}
}
